/* A person with a sensor, in a session without sound: what they give, what they hear, what is kept.
 *
 * Header-only, for the tests of holds that feel. */
#ifndef TP_TESTS_PERSON_RIG_H
#define TP_TESTS_PERSON_RIG_H

#include "tests/unit/keeper_rig.h"

#include "core/engine/press.h"

#include <math.h>

/* A person with a sensor: the force that they give at an instant of session time. */
struct person {
    struct kept kept; /* first: its functions, and the rig's, take it as their context */
    double (*force)(const struct person *person, tp_frames since); /* since the step began */
    bool missing;                                                  /* there is no sensor */
    bool silent;      /* it is there and says nothing */
    bool unanswered;  /* nobody can answer a question */
    double known;     /* sessions in which everything was had */
    double newtons;   /* for `force` */
    double threshold; /* newtons, as found before; 0: none was */
    tp_frames told;
    struct tp_buf outputs, felt;
    struct tp_feel feel;
};

static inline struct rig *person_rig(struct person *person)
{
    return &person->kept.rig;
}

static inline int person_input(void *context, const char *kind, const char *key,
                               struct tp_value *out)
{
    struct person *person = context;
    bool device = strcmp(kind, "device") == 0;
    bool unanswered = strcmp(kind, "choice") == 0 && strcmp(key, "unanswered") == 0;
    *out = tp_value_nil();
    if ((device && !person->missing) || (unanswered && person->unanswered))
        *out = tp_value_bool(true);
    else if (strcmp(kind, "known") == 0 && person->known > 0)
        *out = tp_value_number(person->known);
    else if (strcmp(kind, "threshold") == 0 && person->threshold > 0)
        *out = tp_value_number(person->threshold);
    else if (!device)
        return rig_input(context, kind, key, out);
    return 0;
}

static inline void person_feel(void *context, const struct tp_feel *feel)
{
    ((struct person *)context)->feel = *feel;
}

static inline void person_output(void *context, const char *channel, struct tp_value value,
                                 unsigned lease_ms)
{
    struct person *person = context;
    tp_buf_printf(&person->outputs, "%s %g %u\n", channel,
                  value.kind == TP_VALUE_NUMBER ? value.number : -1, lease_ms);
}

static inline void person_threshold(void *context, const char *spot, double newtons)
{
    tp_buf_printf(&((struct person *)context)->outputs, "%s %.0f\n", spot, newtons);
}

static inline void person_entry(void *context, const struct tp_ledger_entry *entry)
{
    struct person *person = context;
    kept_entry(context, entry);
    if (entry->kind == TP_LEDGER_FELT)
        tp_buf_printf(&person->felt, "%s %s: %s\n", entry->spot, entry->side, entry->value.text);
}

static inline void person_start(struct person *person, const char *text,
                                const struct tp_return *back)
{
    static struct tp_session_ops ops;
    static struct tp_session_keeper keeper;
    static struct tp_run_world world;
    ops = rig_ops;
    ops.feel = person_feel;
    ops.output = person_output;
    keeper = kept_keeper;
    keeper.entry = person_entry;
    world = rig_world;
    world.input = person_input;
    world.threshold = person_threshold;
    struct tp_session_config config = {.ops = &ops,
                                       .context = person,
                                       .world = &world,
                                       .world_context = person,
                                       .name = "test.lua",
                                       .text = text,
                                       .length = strlen(text),
                                       .seed = 7,
                                       .keeper = &keeper,
                                       .log = back ? &person->kept.log : NULL,
                                       .back = back};
    struct rig *rig = person_rig(person);
    rig->now_id = 0;
    rig->standing = false;
    if (tp_session_create(&rig->session, &config, &rig->err) < 0)
        fail_msg("%s", rig->err.text);
}

static inline void person_open(struct person *person, const char *text,
                               double (*force)(const struct person *, tp_frames))
{
    *person = (struct person){.force = force};
    person_start(person, text, NULL);
}

/* The process dies, and after so long the session goes on; its sounds and events begin anew. */
static inline void person_die(struct person *person, const char *text, uint64_t away_ms)
{
    struct kept *kept = &person->kept;
    struct tp_return back = {kept->mark, kept->entries, away_ms};
    tp_session_destroy(kept->rig.session);
    tp_buf_finish(&kept->rig.events);
    tp_buf_finish(&kept->rig.sounds);
    kept->rig.events = kept->rig.sounds = (struct tp_buf){0};
    kept->rig.now = person->told = 0;
    person_start(person, text, &back);
}

static inline void person_close(struct person *person)
{
    kept_close(&person->kept);
    tp_buf_finish(&person->outputs);
    tp_buf_finish(&person->felt);
}

/* The sensor measures 50 times a second, also while time stands. */
static inline void person_live(struct person *person, tp_frames to)
{
    struct rig *rig = &person->kept.rig;
    while (rig->now < to && !rig_look(rig).over) {
        tp_frames before = rig->now;
        struct tp_session_state state = rig_look(rig);
        if (person->told > rig->now) /* it went back */
            person->told = rig->now - TP_MS(20);
        if (!person->silent && !person->missing && rig->now - person->told >= TP_MS(20)) {
            person->told = rig->now;
            assert_int_equal(tp_session_reading(
                                 rig->session, rig->now, "pressure",
                                 person->force(person, rig->now - state.run.step_start), &rig->err),
                             0);
        }
        rig_run(rig, rig->now + TP_MS(10) < to ? rig->now + TP_MS(10) : to);
        if (rig->now == before)
            return;
    }
}

/* The same, and each number that is asked for is told. */
static inline void person_tell(struct person *person, tp_frames to, double nrs)
{
    struct rig *rig = &person->kept.rig;
    for (tp_frames before = -1; rig->now < to && rig->now != before;) {
        const struct tp_question *question = rig_look(rig).run.question;
        before = rig->now;
        if (question && question->kind == TP_ASK_NUMBER)
            rig_command(rig, TP_COMMAND_ANSWER, tp_value_number(nrs));
        person_live(person, rig->now + TP_MS(100) < to ? rig->now + TP_MS(100) : to);
    }
}

static inline size_t person_count(const struct person *person, const char *what)
{
    size_t count = 0;
    const char *at = person->kept.rig.events.data ? person->kept.rig.events.data : "";
    for (; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

static inline size_t person_actions(const struct person *person, const char *name)
{
    char what[64];
    snprintf(what, sizeof what, "\"action\":\"%s\"", name);
    return person_count(person, what);
}

/* Where the counted part is, whatever is said before it. */
static inline bool person_is_pressing(const struct person *person)
{
    struct tp_session_state state = rig_look(&person->kept.rig);
    return state.run.feels && !(state.run.press.state == TP_PRESS_RELEASE);
}

/* No hand is quite still. */
static inline double person_held(const struct person *person, tp_frames since, double newtons)
{
    return person_is_pressing(person) ? newtons + 0.1 * sin(tp_frames_to_seconds(since) * 60) : 0;
}

static inline double person_steady(const struct person *person, tp_frames since)
{
    return person_held(person, since, person->newtons);
}

static inline size_t person_said(const struct person *person, const char *what)
{
    size_t count = 0;
    const char *at = person->kept.rig.sounds.data ? person->kept.rig.sounds.data : "";
    for (; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

static inline bool person_over(const struct person *person)
{
    return rig_look(&person->kept.rig).over;
}

/* Lives until the press has made so many actions of that name. */
static inline void person_live_until(struct person *person, const char *action, size_t count)
{
    while (person_actions(person, action) < count && !person_over(person))
        person_live(person, person_rig(person)->now + TP_MS(100));
    assert_false(person_over(person));
}

/* Until the ledger has the figures of so many presses. */
static inline void person_live_until_kept(struct person *person, uint32_t count)
{
    while (person->kept.entries < 2 * count &&
           !person_over(person)) /* what was pressed, and its figures */
        person_live(person, person_rig(person)->now + TP_MS(100));
    assert_false(person_over(person));
}

static inline void person_live_to_end(struct person *person)
{
    person_live(person, person_rig(person)->now + TP_MS(900000));
    assert_true(person_over(person));
}

static inline void person_open_steady(struct person *person, const char *text, double newtons)
{
    person_open(person, text, person_steady);
    person->newtons = newtons;
}

#endif
