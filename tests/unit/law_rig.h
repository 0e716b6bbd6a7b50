/* The law of replay: a session is its routine and its inputs, so its log alone gives it again.
 *
 * A routine made by chance is run live (in virtual time, with turns of the loop of any length, a
 * voice that knows a sentence late, commands of all kinds, sound lost and found), then again from
 * the log, and that one from its own log. Here is the session; test_law.c holds them together.
 *
 * Header-only. */
#ifndef TP_TESTS_LAW_RIG_H
#define TP_TESTS_LAW_RIG_H

#include "tests/unit/law_world.h"

/* ---- the keeper ---- */

static inline void law_insert(void *context, size_t from_end, const struct tp_record *r)
{
    struct tp_log *log = &((struct law *)context)->mirror;
    tp_log_insert(log, log->count - from_end, r->step, r->offset, r->kind, r->key, r->value);
}

static inline void law_drop(void *context)
{
    tp_log_drop_last(&((struct law *)context)->mirror);
}

static inline void law_rewind(void *context, uint32_t step)
{
    tp_log_rewind(&((struct law *)context)->mirror, step);
}

static inline void law_cut_log(void *context, uint32_t step)
{
    tp_log_cut(&((struct law *)context)->mirror, step);
}

static inline void law_mark(void *context, const struct tp_mark *mark)
{
    ((struct law *)context)->mark = *mark;
}

static inline void law_entry(void *context, const struct tp_ledger_entry *entry)
{
    ((struct law *)context)->entries = entry->number;
}

static const struct tp_session_keeper law_keeper = {
    .log = {.insert = law_insert, .drop = law_drop, .rewind = law_rewind, .cut = law_cut_log},
    .mark = law_mark,
    .entry = law_entry,
};

/* ---- the live session ---- */

static inline bool law_over(const struct law *law, struct tp_session_state *state)
{
    tp_session_look(law->session, state);
    return state->over || law->failed < 0;
}

/* What the sensor tells within a turn: a hand that wanders, presses far too much, lets go; at times
 * nothing. */
static inline void law_press(struct law *law)
{
    static const double aims[] = {10, 10, 10, 8, 12, 5, 14, 30, 0, 0};
    const char *feels = tp_session_feels(law->session);
    for (int i = law_roll(law, 8); feels && i > 0 && law->failed == 0; i--) {
        if (law_roll(law, 12) == 0)
            law->towards = aims[law_roll(law, sizeof aims / sizeof *aims)];
        law->force += (law->towards - law->force) * 0.3 + law_roll(law, 100) / 200.0 - 0.25;
        int rc = tp_session_reading(law->session, law->now, "pressure", law->force, &law->err);
        law->failed = rc < 0 ? rc : law->failed;
        feels = tp_session_feels(law->session);
    }
}

/* One turn of the loop, as late as it likes. */
static inline void law_turn(struct law *law)
{
    int ms = 10 + law_roll(law, 290);
    law->clock_ms += (uint64_t)ms;
    if (!law->no_sound) {
        tp_frames allowed = tp_session_allowed(law->session), next = law->now + TP_MS(ms);
        if (!law->standing && law->now < allowed)
            law->now = next < allowed ? next : allowed;
        law->now_left_ms -= ms;
        if (law->now_id && law->now_left_ms <= 0) {
            uint64_t id = law->now_id;
            law->now_id = 0;
            tp_session_now_done(law->session, id);
        }
    }
    if (law_roll(law, 10) > 0)
        law_press(law);
    int rc = law->failed < 0 ? law->failed
                             : tp_session_tick(law->session, law->now, law->clock_ms, &law->err);
    if (rc < 0)
        law->failed = rc;
    if (law->returns && law->seek_count > 0) /* all up to here was lived before */
        law->seeks[law->seek_count - 1].until = law->now;
    law->returns = false;
}

static inline void law_pass(struct law *law, int ms)
{
    struct tp_session_state state;
    for (uint64_t end = law->clock_ms + (uint64_t)ms;
         law->clock_ms < end && !law_over(law, &state);)
        law_turn(law);
}

/* Mostly one that fits the question. */
static inline struct tp_value law_answer(struct law *law, const struct tp_question *question)
{
    if (!question || law_roll(law, 5) == 0)
        return law_roll(law, 2) == 0 ? tp_value_number(law_roll(law, 60)) : tp_value_text("what");
    if (question->kind == TP_ASK_CHOICE)
        return tp_value_text(question->choices[law_roll(law, question->choice_count)]);
    if (question->kind == TP_ASK_NUMBER && law_roll(law, 2) == 0)
        return tp_value_number(question->min + law_roll(law, 4));
    return tp_value_bool(question->kind != TP_ASK_YES_NO || law_roll(law, 2) == 0);
}

static inline void law_do(struct law *law, enum tp_command_kind kind, struct tp_value value)
{
    struct tp_command command = {kind, value};
    int rc = tp_session_command(law->session, law->now, &command, &law->err);
    if (rc < 0 && rc != -TP_EINVAL)
        law->failed = rc;
}

static inline void law_command(struct law *law)
{
    static const enum tp_command_kind kinds[] = {
        TP_COMMAND_PAUSE, TP_COMMAND_RESUME, TP_COMMAND_NEXT,  TP_COMMAND_NEXT,   TP_COMMAND_NEXT,
        TP_COMMAND_BACK,  TP_COMMAND_REPEAT, TP_COMMAND_AGAIN, TP_COMMAND_SOFTER, TP_COMMAND_FIRMER,
        TP_COMMAND_WORDS, TP_COMMAND_VOLUME, TP_COMMAND_MUTE};
    static const char *const levels[] = {"full", "normal", "brief", "tones", "none"};
    enum tp_command_kind kind = kinds[law_roll(law, sizeof kinds / sizeof *kinds)];
    struct tp_value value = tp_value_nil();
    if (kind == TP_COMMAND_WORDS && law_roll(law, 3) == 0)
        value = tp_value_text(levels[law_roll(law, 5)]);
    else if (kind == TP_COMMAND_WORDS || kind == TP_COMMAND_VOLUME)
        value = tp_value_number(law_roll(law, 2) == 0 ? 1 : -1);
    law_do(law, kind, value);
}

static inline void law_happen(struct law *law, const struct tp_session_state *state)
{
    int what = law_roll(law, 12);
    if (what == 0 && !law->no_sound) {
        law->no_sound = true;
        tp_session_lost(law->session, "gone");
    } else if (law->no_sound && what < 6) {
        law->no_sound = false;
        tp_session_found(law->session, "there");
    } else if (what == 1) {
        tp_session_interrupted(law->session, law_roll(law, 2) == 0);
    } else if (what < 5 || (what < 9 && state->run.question)) {
        law_do(law, TP_COMMAND_ANSWER, law_answer(law, state->run.question));
    } else {
        law_command(law);
    }
}

/* Opens the session: from its start, with a step in its middle, or where the last one died. */
static inline int law_open(struct law *law, const struct tp_return *back)
{
    struct tp_session_config config = {.ops = &law_ops,
                                       .context = law,
                                       .world = &law_world,
                                       .world_context = law,
                                       .name = "made.lua",
                                       .text = law->text.data,
                                       .length = law->text.length,
                                       .seed = law->seed,
                                       .gate = law->seed % 4 == 0 && !law->prompt,
                                       .log = &law->mirror,
                                       .first_step = back ? 0 : law->first,
                                       .keeper = &law_keeper,
                                       .back = back};
    return tp_session_create(&law->session, &config, &law->err);
}

/* The process is killed, or ended by its person, and the session goes on in another. Not when it
 * had hardly begun, nor when the routine failed or was finished. */
static inline void law_die(struct law *law)
{
    struct tp_session_state state;
    bool over = law_over(law, &state);
    static const uint64_t away_ms[] = {2000, 100000, 700000};
    struct tp_return back = {
        .mark = law->mark, .ledger_entries = law->entries, .away_ms = away_ms[law_roll(law, 3)]};
    if (law->failed < 0 || law->mark.step == 0 ||
        (over && strcmp(state.run.outcome, "stopped") != 0))
        return;
    tp_session_destroy(law->session);
    law->session = NULL;
    law->standing = law->no_sound = false;
    law->now = 0;
    law->now_id = 0;
    law->clock_ms += back.away_ms;
    law->returns = true;
    int rc = law_open(law, &back);
    if (rc < 0)
        law->failed = rc;
    else
        law_turn(law);
}

/* Whatever stands in the way, to the end. */
static inline void law_to_the_end(struct law *law)
{
    struct tp_session_state state;
    if (law->no_sound)
        tp_session_found(law->session, "there");
    law->no_sound = false;
    for (int i = 0; !law_over(law, &state); i++) {
        if (i == 20000) /* more than a day */
            law->failed = tp_err_set(&law->err, TP_ESCRIPT, "does not come to its end");
        if (state.paused || state.gate || state.offer)
            law_do(law, TP_COMMAND_RESUME, tp_value_nil());
        law_pass(law, 5000);
    }
}

/* The text takes its own place: nobody may notice. At some moments it cannot be done. */
static inline void law_renew(struct law *law)
{
    int rc = tp_session_renew(law->session, law->text.data, law->text.length, &law->err);
    if (rc == -TP_EINVAL && strcmp(law->err.text, "it does not come to this place") != 0)
        return;
    if (rc < 0 && rc != -TP_EAGAIN)
        law->failed = rc;
}

static inline void law_finish(struct law *law)
{
    tp_session_destroy(law->session);
    tp_log_finish(&law->mirror);
    law_events_finish(&law->events);
    tp_buf_finish(&law->text);
    for (int i = 0; i < law->kept_count; i++)
        tp_value_free(&law->kept[i].value);
}

/* A rehearsal of the law's text, whose inputs go to `log`: a step in its middle; 0 when it has
 * none. */
static inline uint32_t law_rehearse(struct law *law, struct tp_log *log)
{
    struct law stage = {.seed = law->seed, .prompt = true};
    struct tp_run *run = NULL;
    struct tp_run_config config = {.world = &law_world,
                                   .world_context = &stage,
                                   .out = &law_ops.out,
                                   .out_context = &stage,
                                   .log = log,
                                   .name = "made.lua",
                                   .text = law->text.data,
                                   .length = law->text.length,
                                   .seed = law->seed,
                                   .dry = true};
    uint32_t step = 0;
    if (tp_run_create(&run, &config, &stage.err) == 0 && tp_run_finish(run, &stage.err) == 0 &&
        stage.events.within > 2)
        step = 2 + (uint32_t)law_roll(law, (int)stage.events.within - 2);
    tp_run_destroy(run);
    law_finish(&stage);
    return step;
}

/* Another text takes the place of this one. What was heard of the old one is no longer compared. */
static inline void law_swap(struct law *law)
{
    struct tp_log log = {0};
    struct tp_session_state state;
    tp_session_look(law->session, &state);
    if (state.stopping || state.over || state.gate)
        return;
    law->kept_count = 0; /* what was kept for its places stays, and is none of the other's */
    tp_buf_clear(&law->text);
    routine_made(&law->text, law->seed + 1000000);
    uint32_t step = law_rehearse(law, &log);
    law->first = step > 0 ? step : 1;
    int rc = tp_session_swap(law->session, law->text.data, law->text.length, &log, law->first,
                             &law->err);
    if (rc < 0)
        law->failed = rc;
    tp_log_finish(&log);
}

static inline void law_live(struct law *law)
{
    struct tp_session_state state;
    int most = law_roll(law, 40), often = law_roll(law, 4);
    for (int i = 0; i < most && !law_over(law, &state); i++) {
        static const int longest_ms[] = {200, 3000, 20000, 60000};
        law_pass(law, 1 + law_roll(law, longest_ms[law_roll(law, 1 + often)]));
        if (law_over(law, &state))
            break;
        if (law_roll(law, 4) == 0)
            law_renew(law);
        if (law_over(law, &state)) /* it is another run now */
            break;
        law_happen(law, &state);
        if (law_roll(law, 15) == 0)
            law_die(law);
        if (law_roll(law, 100) == 0 && !law_over(law, &state))
            law_swap(law);
        if (law_roll(law, 40) == 0)
            law_pass(law, 700000); /* long enough for a warm-up to be offered */
    }
    if (law_roll(law, 4) == 0 && !law_over(law, &state)) {
        law_do(law, TP_COMMAND_STOP, tp_value_nil());
        if (law_roll(law, 2) == 0) {
            law_to_the_end(law);
            law_die(law); /* or did not mean it */
        }
    }
    law_to_the_end(law);
}

/* The session of this seed, to its end. False when the routine does not load. */
static inline bool law_session(struct law *law, uint64_t seed)
{
    *law = (struct law){.seed = seed, .chance = {.random = seed}};
    routine_made(&law->text, seed);
    if (seed % 8 == 1)
        law->first = law_rehearse(law, &law->mirror);
    if (law->first == 0) /* it has no middle: from its start */
        tp_log_cut(&law->mirror, 0);
    if (law_open(law, NULL) < 0)
        return false;
    law_live(law);
    return true;
}

/* ---- turns of any length ---- */

static inline void law_pass_to(struct law *law, tp_frames until, struct made *pace)
{
    struct tp_session_state state;
    while (law->now < until && !law_over(law, &state) && !state.paused) {
        tp_frames allowed = tp_session_allowed(law->session);
        tp_frames next = law->now + TP_MS(1 + made_roll(pace, 300));
        next = next < until ? next : until;
        next = next < allowed ? next : allowed;
        if (!law->standing && next > law->now) {
            law->clock_ms += (uint64_t)(next - law->now) / (TP_RATE / 1000);
            law->now = next;
        }
        int rc = tp_session_tick(law->session, law->now, law->clock_ms, &law->err);
        if (rc < 0)
            law->failed = rc;
        while (law->now_id) {
            uint64_t id = law->now_id;
            law->now_id = 0;
            tp_session_now_done(law->session, id);
        }
    }
}

/* A session whose commands come at frames that the seed alone says; `pace` says how long the turns
 * of the loop are. False when the routine does not load. */
static inline bool law_steady_session(struct law *law, uint64_t seed, uint64_t pace)
{
    struct made dice = {.random = pace};
    struct tp_session_state state;
    *law = (struct law){.seed = seed, .chance = {.random = seed}, .prompt = true};
    routine_made(&law->text, seed);
    if (law_open(law, NULL) < 0)
        return false;
    for (int i = law_roll(law, 30); i > 0 && !law_over(law, &state); i--) {
        law_pass_to(law, law->now + law_roll(law, 20 * TP_RATE), &dice);
        if (law_over(law, &state))
            break;
        if (state.run.question && law_roll(law, 2) == 0)
            law_do(law, TP_COMMAND_ANSWER, law_answer(law, state.run.question));
        else
            law_command(law);
    }
    law_do(law, TP_COMMAND_RESUME, tp_value_nil());
    law_pass_to(law, TP_DAY, &dice);
    return true;
}

/* ---- the replay ---- */

/* Plays a copy of `log`, which stays in `own` as the replay leaves it. */
static inline void law_replay(struct law *replay, const struct law *of, const struct tp_log *log,
                              struct tp_log *own)
{
    struct tp_run *run = NULL;
    *replay = (struct law){.seed = of->seed, .replays = true};
    tp_log_copy(own, log);
    struct tp_run_config config = {.world = &law_world,
                                   .world_context = replay,
                                   .out = &law_ops.out,
                                   .out_context = replay,
                                   .log = own,
                                   .name = "made.lua",
                                   .text = of->text.data,
                                   .length = of->text.length,
                                   .seed = of->seed};
    replay->failed = tp_run_create(&run, &config, &replay->err);
    if (replay->failed == 0)
        replay->failed = tp_run_replay(run, 0, 0, &replay->err);
    if (replay->failed == 0)
        replay->failed = tp_run_finish(run, &replay->err);
    tp_run_destroy(run);
}

#endif
