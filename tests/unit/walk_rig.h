/* A walk through a session as it is heard: count, clock of the world and now bus pass in steps of
 * 10 ms, each sound takes its time, and laws of the ear are looked at all along.
 *
 * The laws: nobody speaks into another's words; nothing is said in the last seconds of a hold. */
#ifndef TP_TESTS_WALK_RIG_H
#define TP_TESTS_WALK_RIG_H

#include "tests/unit/session_rig.h"

enum { WALK_STEP_MS = 10, WALK_MAKING_MS = 30, WALK_HEARD = 512 };

/* One thing heard, in the order of the ear. */
struct heard {
    uint64_t clock_ms;
    bool now_bus, voice;
    char text[TP_SENTENCE];
};

struct walk {
    struct rig rig; /* first: the rig's functions take it as their context */
    char asked[128][TP_SENTENCE];
    uint64_t asked_ms[128];
    size_t asked_count;
    struct heard heard[WALK_HEARD];
    size_t count;
    tp_frames voice_from, voice_until; /* of the session's voice */
    uint64_t now_sound;                /* of the now bus; 0 = silent */
    bool now_speaks;
    tp_frames now_left;
    bool no_sound;                /* nobody pulls */
    char pending[8][TP_SENTENCE]; /* words that were given out while time stood: heard after it */
    int pending_count;
    const char *what; /* is being walked, for a failure's words */
    double speed;     /* that was chosen; 0 = none */
};

static inline void walk_note(struct walk *walk, bool now_bus, bool voice, const char *text)
{
    if (walk->count == WALK_HEARD)
        fail_msg("%s: too much to hear", walk->what);
    struct heard *one = &walk->heard[walk->count++];
    *one = (struct heard){walk->rig.clock_ms, now_bus, voice, ""};
    snprintf(one->text, sizeof one->text, "%s", text);
}

static inline void walk_cue(void *context, const struct tp_cue *cue)
{
    struct walk *walk = context;
    bool voice = cue->type == TP_CUE_VOICE;
    if (voice && cue->at < walk->voice_until && cue->at >= walk->voice_from)
        fail_msg("%s: two sentences of the session at once: %s", walk->what, cue->text);
    if (voice) {
        walk->voice_from = cue->at;
        walk->voice_until = cue->at + cue->length;
    }
    if (voice && walk->rig.standing && walk->pending_count < 8)
        snprintf(walk->pending[walk->pending_count++], TP_SENTENCE, "%s", cue->text);
    else
        walk_note(walk, false, voice, cue->text);
}

static inline void walk_cut(void *context, uint64_t id, tp_frames at)
{
    (void)id, (void)at;
    ((struct walk *)context)->voice_until = 0;
}

static inline void walk_cancel(void *context, tp_frames at)
{
    struct walk *walk = context;
    (void)at;
    walk->voice_until = 0;
    walk->pending_count = 0;
}

static inline void walk_seek(void *context, tp_frames frame)
{
    struct walk *walk = context;
    walk->voice_until = 0;
    walk->rig.now = frame;
}

static inline int walk_now(void *context, const struct tp_now *sound)
{
    struct walk *walk = context;
    walk->now_sound = sound->id;
    walk->now_speaks = sound->type == TP_CUE_VOICE;
    walk->now_left = walk->now_speaks    ? rig_sentence(NULL, sound->text)
                     : sound->length > 0 ? sound->length
                                         : TP_MS(500);
    if (sound->type != TP_CUE_SILENCE)
        walk_note(walk, true, walk->now_speaks, sound->text);
    return 0;
}

static inline void walk_now_cancel(void *context)
{
    struct walk *walk = context;
    walk->now_sound = 0;
    walk->now_speaks = false;
}

static const struct tp_session_ops walk_ops = {
    .out = {.cue = walk_cue, .cut = walk_cut, .cancel = walk_cancel, .event = rig_event},
    .stand = rig_stand,
    .seek = walk_seek,
    .now = walk_now,
    .now_cancel = walk_now_cancel,
    .volume = rig_volume,
    .mute = rig_mute,
};

/* A sentence is only known some time after it was first asked for, as with a voice that makes it.
 */
static inline tp_frames walk_sentence(void *context, const char *text)
{
    struct walk *walk = context;
    size_t i = 0;
    while (i < walk->asked_count && strcmp(walk->asked[i], text) != 0)
        i++;
    if (i == sizeof walk->asked / sizeof *walk->asked)
        return rig_sentence(NULL, text);
    if (i == walk->asked_count) {
        snprintf(walk->asked[walk->asked_count++], TP_SENTENCE, "%s", text);
        walk->asked_ms[i] = walk->rig.clock_ms;
    }
    if (walk->rig.clock_ms < walk->asked_ms[i] + WALK_MAKING_MS)
        return -TP_EAGAIN;
    return rig_sentence(NULL, text);
}

static inline int walk_input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    const struct walk *walk = context;
    bool speed = walk->speed > 0 && strcmp(kind, "choice") == 0 && strcmp(key, "speed") == 0;
    int rc = rig_input(context, kind, key, out);
    if (speed)
        *out = tp_value_number(walk->speed);
    return rc;
}

static inline void walk_open_with(struct walk *walk, const char *text, bool gate)
{
    static struct tp_run_world world;
    world = rig_world;
    world.sentence = walk_sentence;
    world.input = walk_input;
    struct tp_session_config config = {.ops = &walk_ops,
                                       .context = walk,
                                       .world = &world,
                                       .world_context = walk,
                                       .name = "test.lua",
                                       .text = text,
                                       .length = strlen(text),
                                       .seed = 7,
                                       .gate = gate};
    *walk = (struct walk){.what = "walk"};
    if (tp_session_create(&walk->rig.session, &config, &walk->rig.err) < 0)
        fail_msg("%s", walk->rig.err.text);
}

static inline void walk_close(struct walk *walk)
{
    rig_close(&walk->rig);
}

static inline bool walk_speaks(const struct walk *walk)
{
    return walk->rig.now < walk->voice_until && walk->rig.now >= walk->voice_from;
}

static inline void walk_look_at_laws(const struct walk *walk)
{
    struct tp_run_state state = rig_look(&walk->rig).run;
    bool session_speaks = walk_speaks(walk) && !walk->rig.standing;
    if (session_speaks && walk->now_speaks)
        fail_msg("%s: both buses speak at %llu ms", walk->what,
                 (unsigned long long)walk->rig.clock_ms);
    tp_frames last = tp_frames_from_seconds(3 / (walk->speed > 0 ? walk->speed : 1));
    bool quiet = state.phase == TP_PHASE_COUNT && state.info &&
                 strcmp(state.info->kind, "hold") == 0 &&
                 walk->rig.now > state.phase_until - last && walk->rig.now < state.phase_until;
    if (quiet && !walk->rig.standing && (session_speaks || walk->now_speaks))
        fail_msg("%s: words in the last seconds of a hold: %s", walk->what,
                 walk->heard[walk->count - 1].text);
}

/* 10 ms of the world: the count as far as it may, the now bus, a turn of the loop. */
static inline void walk_step(struct walk *walk)
{
    struct rig *rig = &walk->rig;
    rig->clock_ms += WALK_STEP_MS;
    if (!walk->no_sound) {
        for (int i = 0; i < walk->pending_count && !rig->standing; i++)
            walk_note(walk, false, true, walk->pending[i]);
        walk->pending_count = rig->standing ? walk->pending_count : 0;
        tp_frames allowed = tp_session_allowed(rig->session), next = rig->now + TP_MS(WALK_STEP_MS);
        if (!rig->standing && rig->now < allowed)
            rig->now = next < allowed ? next : allowed;
        if (walk->now_sound && (walk->now_left -= TP_MS(WALK_STEP_MS)) <= 0) {
            uint64_t id = walk->now_sound;
            walk_now_cancel(walk);
            tp_session_now_done(rig->session, id);
        }
    }
    if (tp_session_tick(rig->session, rig->now, rig->clock_ms, &rig->err) < 0)
        fail_msg("%s: %s", walk->what, rig->err.text);
    walk_look_at_laws(walk);
}

static inline void walk_pass(struct walk *walk, uint64_t ms)
{
    for (uint64_t end = walk->rig.clock_ms + ms;
         walk->rig.clock_ms < end && !rig_look(&walk->rig).over;)
        walk_step(walk);
}

static inline int walk_command(struct walk *walk, enum tp_command_kind kind, struct tp_value value)
{
    struct tp_command command = {kind, value};
    return tp_session_command(walk->rig.session, walk->rig.now, &command, &walk->rig.err);
}

static inline int walk_do(struct walk *walk, enum tp_command_kind kind)
{
    return walk_command(walk, kind, tp_value_nil());
}

/* On to the first step of this kind (and, unless "", of this phase), and `ms` into it. */
static inline void walk_into(struct walk *walk, const char *kind, enum tp_phase phase, uint64_t ms)
{
    for (;;) {
        struct tp_run_state state = rig_look(&walk->rig).run;
        if (state.info && strcmp(state.info->kind, kind) == 0 && state.phase == phase)
            break;
        if (rig_look(&walk->rig).over)
            fail_msg("%s: there is no such step: %s", walk->what, kind);
        walk_step(walk);
    }
    walk_pass(walk, ms);
}

/* The first words heard from the `from`th sound on; "" when none were. */
static inline const char *walk_words(const struct walk *walk, size_t from)
{
    for (size_t i = from; i < walk->count; i++)
        if (walk->heard[i].voice)
            return walk->heard[i].text;
    return "";
}

/* The first words from the `from`th sound on that begin so; NULL when none do. */
static inline const char *walk_find(const struct walk *walk, size_t from, const char *beginning)
{
    for (size_t i = from; i < walk->count; i++)
        if (walk->heard[i].voice && strncmp(walk->heard[i].text, beginning, strlen(beginning)) == 0)
            return walk->heard[i].text;
    return NULL;
}

/* Whether this was heard from the `from`th sound on. */
static inline bool walk_heard(const struct walk *walk, size_t from, const char *text)
{
    for (size_t i = from; i < walk->count; i++)
        if (strcmp(walk->heard[i].text, text) == 0)
            return true;
    return false;
}

/* To the end, whatever stands in the way. */
static inline void walk_to_the_end(struct walk *walk)
{
    for (int i = 0; i < 400000 && !rig_look(&walk->rig).over; i++)
        walk_step(walk);
    assert_true(rig_look(&walk->rig).over);
}

#endif
