/* The life of a plugin: for each phase and each input what follows. Pure. */
#include "core/host/plugin_life.h"

#include <stdio.h>

static const uint64_t MS = 1000000;

enum {
    ANSWER_MS = 2000,
    BACKOFF_MS = 500, /* doubling, up to */
    BACKOFF_MOST_MS = 10000,
    SOUND_MS = 30000, /* who lived as long as this begins anew with the back-off */
    STRIKES = 3,
    STRIKES_MS = 10000 /* of which none is older than this before the next */
};

/* ---- words ---- */

static void set_text(struct tp_life *life, const char *given, const char *usual)
{
    snprintf(life->text, sizeof life->text, "%s", given && *given ? given : usual);
}

static void warn(struct tp_life *life, struct tp_life_reply *reply, const char *what_follows)
{
    snprintf(life->warning, sizeof life->warning, "%s%s", life->text, what_follows);
    reply->warning = life->warning;
}

/* ---- what can follow ---- */

typedef void follow(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                    struct tp_life_reply *reply);

static void enter(struct tp_life *life, enum tp_plugin_phase phase, uint64_t due_ns)
{
    life->begun = true;
    life->phase = phase;
    life->due_ns = due_ns;
}

static void begin(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                  struct tp_life_reply *reply)
{
    (void)said;
    enter(life, TP_PLUGIN_STARTING, now_ns + ANSWER_MS * MS);
    life->began_ns = now_ns;
    life->strikes = 0;
    if (life->backoff_ms == 0)
        life->backoff_ms = BACKOFF_MS;
    reply->act = TP_LIFE_BEGIN;
}

static void run(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                struct tp_life_reply *reply)
{
    (void)said;
    (void)now_ns;
    (void)reply;
    enter(life, TP_PLUGIN_RUNNING, 0);
    life->text[0] = '\0';
}

/* It is in trouble and will be started again, of which the person is told once. */
static void trouble(struct tp_life *life, uint64_t now_ns, struct tp_life_reply *reply)
{
    if (now_ns - life->began_ns >= SOUND_MS * MS) {
        life->backoff_ms = BACKOFF_MS;
        life->warned = false;
    }
    if (!life->warned)
        warn(life, reply, "; it is started again");
    life->warned = true;
}

static void rest(struct tp_life *life, uint64_t now_ns)
{
    enter(life, TP_PLUGIN_WAITING, now_ns + life->backoff_ms * MS);
    life->backoff_ms *= 2;
    if (life->backoff_ms > BACKOFF_MOST_MS)
        life->backoff_ms = BACKOFF_MOST_MS;
}

static void fall(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                 struct tp_life_reply *reply)
{
    char usual[60];
    snprintf(usual, sizeof usual, "it ended with exit code %d", said->exit_code);
    set_text(life, said->text, said->exit_code == 0 ? "it ended before it had begun" : usual);
    trouble(life, now_ns, reply);
    rest(life, now_ns);
}

static void end(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                struct tp_life_reply *reply)
{
    if (said->exit_code == 0)
        enter(life, TP_PLUGIN_ENDED, 0);
    else
        fall(life, said, now_ns, reply);
}

/* ---- the ladder ---- */

static void step_down(struct tp_life *life, enum tp_plugin_phase goal, uint64_t now_ns,
                      struct tp_life_reply *reply)
{
    enter(life, TP_PLUGIN_STOPPING, now_ns + 1000 * MS);
    life->goal = goal;
    life->rung = 0;
    reply->act = TP_LIFE_CLOSE;
}

static void next_rung(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                      struct tp_life_reply *reply)
{
    static const struct {
        enum tp_life_act act;
        unsigned for_ms; /* 0: nothing comes after it */
    } rungs[] = {{TP_LIFE_TERMINATE, 1000}, {TP_LIFE_KILL, 500}, {TP_LIFE_ABANDON, 0}};
    (void)said;
    reply->act = rungs[life->rung].act;
    life->due_ns = rungs[life->rung].for_ms ? now_ns + rungs[life->rung].for_ms * MS : 0;
    life->rung++;
}

static void arrive(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                   struct tp_life_reply *reply)
{
    (void)said;
    (void)reply;
    if (life->goal == TP_PLUGIN_WAITING)
        rest(life, now_ns);
    else
        enter(life, life->goal, 0);
}

/* ---- why it goes down ---- */

static void hang(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                 struct tp_life_reply *reply)
{
    bool late = said->what == TP_LIFE_TIME;
    set_text(life, said->text, late ? "it did not answer within 2 s" : "it does not answer");
    trouble(life, now_ns, reply);
    step_down(life, TP_PLUGIN_WAITING, now_ns, reply);
}

static void refuse(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                   struct tp_life_reply *reply)
{
    set_text(life, said->text, "it cannot run");
    warn(life, reply, "");
    step_down(life, TP_PLUGIN_FAILED, now_ns, reply);
}

static void strike(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                   struct tp_life_reply *reply)
{
    if (now_ns - life->struck_ns > STRIKES_MS * MS)
        life->strikes = 0;
    life->struck_ns = now_ns;
    if (++life->strikes < STRIKES)
        return;
    set_text(life, said->text, "it kept the program waiting again and again");
    warn(life, reply, "; it is left out");
    step_down(life, TP_PLUGIN_FAILED, now_ns, reply);
}

static void stop(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                 struct tp_life_reply *reply)
{
    (void)said;
    step_down(life, TP_PLUGIN_ENDED, now_ns, reply);
}

/* It rests, and nothing of it runs. */
static void stay(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                 struct tp_life_reply *reply)
{
    (void)said;
    (void)now_ns;
    (void)reply;
    enter(life, TP_PLUGIN_ENDED, 0);
}

static void again(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                  struct tp_life_reply *reply)
{
    life->restarts++;
    begin(life, said, now_ns, reply);
}

/* On its way down already: only where it comes to can change. */
static void no_more(struct tp_life *life, const struct tp_life_said *said, uint64_t now_ns,
                    struct tp_life_reply *reply)
{
    (void)now_ns;
    if (life->goal != TP_PLUGIN_WAITING)
        return;
    life->goal = said->what == TP_LIFE_STOP ? TP_PLUGIN_ENDED : TP_PLUGIN_FAILED;
    if (said->what == TP_LIFE_STOP)
        return;
    set_text(life, said->text, "it cannot run");
    warn(life, reply, "");
}

/* What is not here changes nothing. TIME is told of only once it is due. */
enum { PHASES = TP_PLUGIN_FAILED + 1, INPUTS = TP_LIFE_TIME + 1 };

static follow *const table[PHASES][INPUTS] = {
    [TP_PLUGIN_STARTING] = {[TP_LIFE_ANSWERED] = run,
                            [TP_LIFE_ENDED] = fall,
                            [TP_LIFE_HUNG] = hang,
                            [TP_LIFE_REFUSED] = refuse,
                            [TP_LIFE_SLOW] = strike,
                            [TP_LIFE_STOP] = stop,
                            [TP_LIFE_TIME] = hang},
    [TP_PLUGIN_RUNNING] = {[TP_LIFE_ENDED] = end,
                           [TP_LIFE_HUNG] = hang,
                           [TP_LIFE_REFUSED] = refuse,
                           [TP_LIFE_SLOW] = strike,
                           [TP_LIFE_STOP] = stop},
    [TP_PLUGIN_WAITING] = {[TP_LIFE_STOP] = stay, [TP_LIFE_TIME] = again},
    [TP_PLUGIN_STOPPING] = {[TP_LIFE_ENDED] = arrive,
                            [TP_LIFE_REFUSED] = no_more,
                            [TP_LIFE_STOP] = no_more,
                            [TP_LIFE_TIME] = next_rung},
    [TP_PLUGIN_ENDED] = {[TP_LIFE_START] = begin},
};

struct tp_life_reply tp_life_tell(struct tp_life *life, const struct tp_life_said *said,
                                  uint64_t now_ns)
{
    struct tp_life_reply reply = {TP_LIFE_NOTHING, NULL};
    follow *next = table[tp_life_phase(life)][said->what];
    bool early = said->what == TP_LIFE_TIME && (life->due_ns == 0 || now_ns < life->due_ns);
    if (next && !early)
        next(life, said, now_ns, &reply);
    return reply;
}

enum tp_plugin_phase tp_life_phase(const struct tp_life *life)
{
    return life->begun ? life->phase : TP_PLUGIN_ENDED;
}

uint64_t tp_life_due(const struct tp_life *life)
{
    return life->due_ns;
}
