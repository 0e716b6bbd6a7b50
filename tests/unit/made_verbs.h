/* The verbs of routines made by chance (routine_made.h): each function adds one statement, with
 * some of the values that it may take.
 *
 * Header-only. */
#ifndef TP_TESTS_MADE_VERBS_H
#define TP_TESTS_MADE_VERBS_H

#include "core/base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Where a statement stands: what may stand there differs. */
enum made_place {
    MADE_TOP,
    MADE_SECTION, /* in step{}: no timers run */
    MADE_TIMER,   /* in the function of every or after */
    MADE_LEAF     /* in the function of a `during`: no steps */
};

struct made {
    struct tp_buf *out;
    uint64_t random;
    int left;  /* statements that may still come */
    int depth; /* blocks around */
    int names; /* of variables so far */
    enum made_place place;
    const char *side; /* as Lua writes it; NULL: none is known here */
    bool limited;     /* limits{} hold */
};

/* 0 … below − 1. */
static inline int made_roll(struct made *m, int below)
{
    uint64_t z = m->random += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (int)((z ^ (z >> 31)) % (uint64_t)below);
}

static inline bool made_one_in(struct made *m, int many)
{
    return made_roll(m, many) == 0;
}

static inline const char *made_of(struct made *m, const char *const *list, int count)
{
    return list[made_roll(m, count)];
}
#define MADE_OF(m, ...)                                                                            \
    made_of(m, (const char *const[]){__VA_ARGS__},                                                 \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static inline void made_line(struct made *m)
{
    tp_buf_printf(m->out, "\n%*s", m->depth * 2, "");
}

/* "Soften your jaw." in quotes; with a side known, at times that too. */
static inline void made_text(struct made *m)
{
    tp_buf_printf(m->out, "\"%s %s",
                  MADE_OF(m, "Soften", "Lift", "Drop", "Turn", "Find", "Feel", "Move"),
                  MADE_OF(m, "your jaw", "the heel", "both arms", "it", "the ribs", "a little"));
    if (m->side && made_one_in(m, 4))
        tp_buf_puts(m->out, MADE_OF(m, " {side}", " from the {other} side"));
    tp_buf_puts(m->out, MADE_OF(m, ".\"", ".\"", ".\"", ". And again.\"", ". Good. Like that!\""));
}

/* A number with at most two decimals from `least` to `most`, in hundredths. */
static inline void made_number(struct made *m, int least, int most)
{
    int hundredths = least + made_roll(m, most - least + 1);
    if (made_one_in(m, 2))
        hundredths = (hundredths + 99) / 100 * 100;
    if (hundredths > most)
        hundredths = most;
    tp_buf_printf(m->out, "%d.%02d", hundredths / 100, hundredths % 100);
}

static inline void made_side(struct made *m)
{
    if (m->side)
        tp_buf_printf(m->out, ", side = %s", m->side);
}

static inline void made_short(struct made *m)
{
    static const char *const forms[] = {", short = \"\"", ", short = \"Briefly.\"", ""};
    tp_buf_puts(m->out, forms[made_roll(m, 3)]);
}

static inline void made_block(struct made *m, enum made_place place, int statements);

/* during = { … } for a step of at least `seconds`; one that presses says little. */
static inline void made_during(struct made *m, int seconds, bool presses)
{
    static const char *const places[] = {"halfway", "[0]", "[1.5]", "[-1]", "[-2.25]"};
    if (!made_one_in(m, 3) || seconds < 3)
        return;
    tp_buf_puts(m->out, ", during = {");
    for (int i = made_roll(m, 3), at = made_roll(m, 2); i >= 0 && at < 5; i--, at += 2) {
        tp_buf_printf(m->out, " %s = ", places[at]);
        if (made_one_in(m, 2)) {
            tp_buf_puts(m->out, "function()");
            made_block(m, MADE_LEAF, 1 + made_roll(m, 2));
            tp_buf_puts(m->out, "end,");
        } else if (presses && (at > 1 || seconds < 20)) {
            tp_buf_puts(m->out, "function() tone 'next' end,");
        } else {
            tp_buf_puts(m->out, made_one_in(m, 3) ? "{ \"Easy.\", short = \"\" }," : "\"Easy.\",");
        }
    }
    tp_buf_puts(m->out, " }");
}

/* ---- verbs that may stand anywhere ---- */

static inline void made_say(struct made *m)
{
    switch (made_roll(m, 6)) {
    case 0:
        tp_buf_puts(m->out, "say(pick { ");
        for (int i = 0; i < 3; i++)
            tp_buf_puts(m->out, MADE_OF(m, "\"Good.\", ", "\"Well done.\", ", "\"Fine.\", "));
        tp_buf_puts(m->out, "\"That's it.\" })");
        break;
    case 1:
        tp_buf_printf(m->out, "say(('%s %%d.'):format(math.random(%d)))",
                      MADE_OF(m, "Number", "Count to"), 1 + made_roll(m, 20));
        break;
    case 2:
        tp_buf_printf(m->out,
                      "say { left = 'Reach for the window.', right = 'Reach for the door.', "
                      "side = %s }",
                      m->side ? m->side : "'left'");
        break;
    default:
        tp_buf_puts(m->out, "say { ");
        made_text(m);
        made_side(m);
        made_short(m);
        tp_buf_puts(m->out, made_one_in(m, 4) ? ", wait = false }" : " }");
    }
}

static inline void made_tone(struct made *m)
{
    if (made_one_in(m, 2)) {
        tp_buf_printf(m->out, "tone '%s'",
                      MADE_OF(m, "start", "next", "inhale", "tick", "side", "halfway", "chord"));
        return;
    }
    tp_buf_puts(m->out, "tone { hz = 440, seconds = ");
    made_number(m, 2, 400);
    tp_buf_puts(m->out, ", gain = -3, pan = math.random() - 0.5 }");
}

static inline void made_wait(struct made *m)
{
    if (m->place == MADE_LEAF) {
        tp_buf_puts(m->out, "wait(");
        made_number(m, 0, 150);
    } else if (made_one_in(m, 5)) {
        int name = ++m->names;
        tp_buf_printf(m->out, "local n%d = 0 ", name);
        tp_buf_printf(m->out,
                      "note { held = wait_until(function() n%d = n%d + 1 return n%d > %d end, ",
                      name, name, name, made_roll(m, 90));
        made_number(m, 0, 500);
        tp_buf_puts(m->out, ") }");
        return;
    } else {
        tp_buf_puts(m->out, "wait(");
        made_number(m, 0, made_one_in(m, 4) ? 4000 : 800);
    }
    tp_buf_puts(m->out, ")");
}

static inline void made_note(struct made *m)
{
    switch (made_roll(m, 8)) {
    case 0:
        tp_buf_printf(m->out,
                      "for key, value in pairs { 'a', 'b', [%d] = 'c', x = 1, y = true, "
                      "[2.5] = 'd', z%d = 0.1 } do note { [tostring(key)] = value } end",
                      3 + made_roll(m, 4), made_roll(m, 9));
        break;
    case 1:
        tp_buf_puts(m->out, "do local t = { 5, 3, 9, 1, 7 } table.sort(t, function(a, b) return "
                            "a > b end) note { sorted = table.concat(t, ' ') } end");
        break;
    case 2:
        tp_buf_puts(m->out, "do local was = past() note { count = was.count, days = "
                            "was.days_since, day = today() } end");
        break;
    case 3:
        tp_buf_puts(m->out,
                    "note { chance = math.random(), text = tostring(print) .. tostring({}) }");
        break;
    case 4:
        tp_buf_puts(m->out,
                    "do local key, value = next { q = 1, b = 2, k = 3 } note { [key] = value } "
                    "print(key, sensor 'force', set('lamp', 0.5)) "
                    "note { force = sensor 'pressure' or -1 } end");
        break;
    case 5:
        tp_buf_printf(m->out,
                      "do local had = recall 'had %d' note { had = had } "
                      "remember('had %d', (tonumber(had) or 0) + 1) end",
                      made_roll(m, 3), made_roll(m, 3));
        break;
    default:
        tp_buf_printf(m->out, "note { made = %d }", made_roll(m, 1000));
    }
}

/* ---- verbs of the body ---- */

static inline void made_rest(struct made *m)
{
    int seconds = made_roll(m, 25);
    tp_buf_printf(m->out, "rest { seconds = %d", seconds);
    if (made_one_in(m, 2)) {
        tp_buf_puts(m->out, ", text = \"Let it hang.\"");
        made_short(m);
    }
    made_during(m, seconds, false);
    tp_buf_puts(m->out, " }");
}

static inline void made_warm_up(struct made *m)
{
    int seconds = 3 + made_roll(m, 30);
    tp_buf_puts(m->out, "warm_up { ");
    made_text(m);
    made_side(m);
    made_short(m);
    tp_buf_printf(m->out, ", seconds = %d, how = '%s'", seconds,
                  MADE_OF(m, "movement", "heat", "strokes"));
    made_during(m, seconds, false);
    tp_buf_puts(m->out, " }");
}

static inline void made_move(struct made *m)
{
    int reps = 1 + made_roll(m, 8);
    tp_buf_puts(m->out, "move { ");
    made_text(m);
    made_side(m);
    made_short(m);
    tp_buf_printf(m->out, ", reps = %d, each = %d.%d, count = %s", reps, 1 + made_roll(m, 3),
                  made_roll(m, 10), made_one_in(m, 2) ? "true" : "false");
    made_during(m, reps, false);
    tp_buf_puts(m->out, " }");
}

static inline void made_target(struct made *m)
{
    if (made_one_in(m, 3))
        tp_buf_printf(m->out, "'The %s.'", MADE_OF(m, "calf", "heel", "thigh"));
    else
        tp_buf_printf(
            m->out, "'%s'",
            MADE_OF(m, "upper_trap", "levator", "suboccipital", "infraspinatus", "deltoid_back"));
    tp_buf_printf(m->out, ", side = %s", m->side ? m->side : MADE_OF(m, "'left'", "'right'"));
}

static inline void made_tool(struct made *m)
{
    if (made_one_in(m, 4))
        tp_buf_printf(m->out, ", tool = '%s'", MADE_OF(m, "fingers", "cane", "ball", "thumb"));
}

static inline void made_locate(struct made *m)
{
    tp_buf_puts(m->out, "locate { ");
    made_target(m);
    made_tool(m);
    tp_buf_puts(m->out, " }");
}

/* With a sensor; nothing may wait within it. */
static inline void made_felt(struct made *m)
{
    tp_buf_printf(m->out, ", sensor = 'pressure', band = %s",
                  MADE_OF(m, "{ 8, 12 }", "{ 6.5, 9 }", "'light'", "'default'"));
    tp_buf_printf(m->out, ", check_in = '%s'", MADE_OF(m, "during", "rest", "never"));
    if (made_one_in(m, 3))
        tp_buf_printf(m->out, ", on_lost = '%s'", MADE_OF(m, "clock", "skip", "finish"));
    if (made_one_in(m, 3))
        tp_buf_puts(m->out, ", during = { [1] = function() say 'Easy.' tone 'next' end }");
}

static inline void made_calibrate(struct made *m)
{
    tp_buf_puts(m->out, "note { newtons = calibrate { ");
    made_target(m);
    made_tool(m);
    tp_buf_puts(m->out, " } or -1 }");
}

static inline void made_hold(struct made *m)
{
    int seconds = 5 + made_roll(m, 16);
    bool told = made_one_in(m, 3), felt = made_one_in(m, 3);
    int name = ++m->names;
    if (told)
        tp_buf_printf(m->out, "local n%d = ", name);
    tp_buf_puts(m->out, "hold { ");
    made_target(m);
    made_tool(m);
    if (made_one_in(m, 5) && !m->limited)
        tp_buf_printf(m->out, ", breaths = %d", 1 + made_roll(m, 2)), seconds = 10;
    else if (made_one_in(m, 5))
        seconds = 15;
    else
        tp_buf_printf(m->out, ", seconds = %d", seconds);
    tp_buf_printf(m->out, ", reps = %d, rest = %d, pressure = %d", 1 + made_roll(m, 2),
                  made_roll(m, 18), 1 + made_roll(m, 3));
    if (made_one_in(m, 3))
        tp_buf_printf(m->out, ", ramp = %d", 2 + made_roll(m, 6));
    if (felt)
        made_felt(m);
    else
        made_during(m, seconds, true);
    tp_buf_puts(m->out, " }");
    if (told)
        tp_buf_printf(
            m->out, " note { outcome = n%d.outcome, seconds = n%d.seconds, in_band = n%d.in_band }",
            name, name, name);
}

static inline void made_stretch(struct made *m)
{
    int seconds = 5 + made_roll(m, 10);
    tp_buf_puts(m->out, "stretch { ");
    made_target(m);
    tp_buf_printf(m->out, ", seconds = %d, reps = %d", seconds, 1 + made_roll(m, 2));
    if (made_one_in(m, 3))
        tp_buf_printf(m->out, ", contract = %d, effort = 'very gently'", 3 + made_roll(m, 4));
    made_during(m, seconds, false);
    tp_buf_puts(m->out, " }");
}

static inline void made_stroke(struct made *m)
{
    int seconds = 5 + made_roll(m, 20);
    tp_buf_puts(m->out, "stroke { ");
    made_target(m);
    tp_buf_printf(m->out, ", seconds = %d, kind = '%s'", seconds,
                  MADE_OF(m, "effleurage", "petrissage", "friction", "tapotement", "vibration",
                          "deep", "myofascial"));
    if (made_one_in(m, 2))
        tp_buf_printf(m->out, ", tempo = %d", 10 + made_roll(m, 60));
    made_during(m, seconds, false);
    tp_buf_puts(m->out, " }");
}

static inline void made_breathe(struct made *m)
{
    if (made_one_in(m, 2))
        tp_buf_printf(m->out, "breathe { cycles = %d, inhale = %d, exhale = %d }",
                      1 + made_roll(m, 3), 1 + made_roll(m, 4), 1 + made_roll(m, 6));
    else
        tp_buf_printf(m->out, "breathe { \"Breathe low.\", seconds = %d }", 2 + made_roll(m, 30));
}

static inline void made_hydrate(struct made *m)
{
    tp_buf_puts(m->out, made_one_in(m, 2) ? "hydrate()" : "hydrate { 'A sip.', short = 'Sip.' }");
}

static inline void made_step(struct made *m)
{
    int seconds = made_roll(m, 12);
    tp_buf_printf(m->out, "note { stayed = step { title = 'Shake', kind = 'shake', seconds = %d",
                  seconds);
    made_during(m, seconds, false);
    tp_buf_puts(m->out, " } }");
}

static inline void made_position(struct made *m)
{
    tp_buf_printf(m->out, "breathe { seconds = 4, position = '%s' }",
                  MADE_OF(m, "sitting", "standing", "lying", "wall"));
}

static inline void made_ask(struct made *m)
{
    int name = ++m->names;
    tp_buf_printf(m->out, "local n%d = ask { 'How is it, now?', timeout = %d", name,
                  1 + made_roll(m, 12));
    switch (made_roll(m, 5)) {
    case 0:
        tp_buf_printf(m->out, ", kind = 'yes_no'%s", MADE_OF(m, "", ", default = false"));
        break;
    case 1:
        tp_buf_printf(m->out, ", kind = 'choice', choices = { 'the neck', 'the back' }%s",
                      MADE_OF(m, "", ", default = 'the neck', assume = 'the back'"));
        break;
    case 2:
        tp_buf_puts(m->out, ", kind = 'ready'");
        break;
    case 3:
        tp_buf_printf(m->out, ", min = %d, max = %d", made_roll(m, 3), 40 + made_roll(m, 9));
        break;
    default:
        tp_buf_printf(m->out, "%s%s", MADE_OF(m, "", ", max = 4", ", min = 2"),
                      MADE_OF(m, "", ", default = 3", ", assume = 2"));
    }
    tp_buf_printf(m->out, " } note { answer = n%d }", name);
    if (made_one_in(m, 2))
        tp_buf_printf(m->out, " if n%d then say('You said ' .. tostring(n%d) .. '.') end", name,
                      name);
}

#endif
