/* Routines made by chance: a seed gives a text, the same one on every machine. Each loads and comes
 * to its end, takes some minutes, and is made of whatever an author may write: all verbs with many
 * of their values, time inside of time, and the language around them.
 *
 * Header-only, for the tests of the engine. Needs the atlas of points and the modules below. */
#ifndef TP_TESTS_ROUTINE_MADE_H
#define TP_TESTS_ROUTINE_MADE_H

#include "tests/unit/made_verbs.h"

/* The module "made" of such a routine; it has a state of its own, and a module of its own. */
static const char routine_made_module[] =
    "local inner = require 'made_inner'\n"
    "local made = { count = 0 }\n"
    "function made.speak(side)\n"
    "  made.count = made.count + 1\n"
    "  say { inner.words(made.count), side = side, short = 'Number ' .. made.count .. '.' }\n"
    "  return made.count\n"
    "end\n"
    "return made\n";
static const char routine_made_inner[] =
    "local inner = {}\n"
    "function inner.words(count)\n"
    "  return ('This is number %d of %s.'):format(count, pick { 'all', 'many', 'some' })\n"
    "end\n"
    "return inner\n";

/* ---- the language around them ---- */

static inline void made_loop(struct made *m)
{
    tp_buf_printf(m->out, "for i = 1, %d do", 2 + made_roll(m, 2));
    made_block(m, m->place, 1 + made_roll(m, 2));
    tp_buf_puts(m->out, "end");
}

static inline void made_sides(struct made *m)
{
    const char *side = m->side;
    tp_buf_printf(m->out, "for side in sides%s do",
                  MADE_OF(m, "()", " { 'right', 'left' }", " { 'left', 'left', 'right' }"));
    m->side = "side";
    made_block(m, m->place, 1 + made_roll(m, 3));
    m->side = side;
    tp_buf_puts(m->out, "end");
}

static inline void made_section(struct made *m)
{
    tp_buf_printf(m->out, "step { title = '%s', function()", MADE_OF(m, "Arms", "Legs", "Back"));
    made_block(m, MADE_SECTION, 1 + made_roll(m, 3));
    tp_buf_puts(m->out, "end }");
}

/* What comes again is shorter than the time until then, and there is only one of it, or it would
 * never end. */
static inline void made_timer(struct made *m)
{
    bool repeats = made_one_in(m, 2);
    int name = ++m->names;
    tp_buf_printf(m->out, "local n%d = %s(", name, repeats ? "every" : "after");
    made_number(m, repeats ? 3000 : 0, repeats ? 6000 : 4000);
    tp_buf_puts(m->out, ", function()");
    made_block(m, repeats ? MADE_LEAF : MADE_TIMER, 1 + made_roll(m, 2));
    tp_buf_puts(m->out, made_one_in(m, 3) ? "hydrate() end)" : "end)");
    made_line(m);
    tp_buf_puts(m->out, "wait(");
    made_number(m, 0, 7000);
    tp_buf_puts(m->out, ")");
    if (repeats ? m->depth > 0 : made_one_in(m, 2))
        tp_buf_printf(m->out, " n%d:cancel()", name);
}

static inline void made_coroutine(struct made *m)
{
    int name = ++m->names;
    tp_buf_printf(m->out, "local n%d = coroutine.wrap(function()", name);
    made_block(m, m->place, 1 + made_roll(m, 2));
    tp_buf_puts(m->out, "coroutine.yield('between')");
    made_block(m, m->place, 1);
    tp_buf_printf(m->out, "return 'over' end) note { first = n%d() }", name);
    made_line(m);
    made_say(m);
    tp_buf_printf(m->out, " note { second = n%d() }", name);
}

static inline void made_protected(struct made *m)
{
    tp_buf_puts(m->out, made_one_in(m, 2) ? "do local ok, problem = pcall(function()"
                                          : "do local ok, problem = xpcall(function()");
    bool handled = strcmp(m->out->data + m->out->length - 17, "xpcall(function()") == 0;
    made_block(m, m->place, 1 + made_roll(m, 2));
    tp_buf_puts(m->out,
                MADE_OF(m, "", "error 'on purpose'", "error({})", "hold { 'nowhere_known' }",
                        "local t = nil; t.x = 1", "('x'):rep(3, say)"));
    tp_buf_puts(m->out,
                handled ? " end, function(e) return 'seen: ' .. tostring(e) end)" : " end)");
    tp_buf_puts(m->out, " note { ok = ok, problem = tostring(problem) } end");
}

static inline void made_closing(struct made *m)
{
    tp_buf_puts(m->out, "do local guard <close> = setmetatable({}, { __close = function()");
    made_block(m, MADE_LEAF, 1 + made_roll(m, 2));
    tp_buf_puts(m->out, "end })");
    made_block(m, m->place, 1 + made_roll(m, 2));
    tp_buf_puts(m->out, "end");
}

static inline void made_function(struct made *m)
{
    const char *side = m->side;
    int name = ++m->names;
    tp_buf_printf(m->out, "local function n%d(side)", name);
    m->side = "side";
    made_block(m, m->place, 1 + made_roll(m, 2));
    m->side = side;
    tp_buf_printf(m->out, "end n%d 'left' n%d(%s)", name, name, side ? side : "'right'");
}

static inline void made_metamethod(struct made *m)
{
    tp_buf_puts(m->out, "do local t = setmetatable({}, { __index = function(_, key)");
    made_block(m, m->place, 1);
    tp_buf_puts(m->out, "return key end }) note { got = t.thing } end");
}

static inline void made_chance(struct made *m)
{
    tp_buf_printf(m->out, "if %s then",
                  MADE_OF(m, "math.random(2) == 1", "math.random() < 0.3", "past().count > 2",
                          "opt.long", "opt.side == 'left'", "math.random(3) > 1"));
    made_block(m, m->place, 1 + made_roll(m, 2));
    tp_buf_puts(m->out, "end");
}

static inline void made_call(struct made *m)
{
    tp_buf_printf(m->out, "require('made').speak(%s)", m->side ? m->side : "");
}

static inline void made_finish(struct made *m)
{
    tp_buf_printf(m->out, "if math.random(6) == 1 then finish%s end",
                  MADE_OF(m, "()", " { 'That is enough.', outcome = 'short' }", " 'Stop here.'"));
}

/* ---- the whole ---- */

static inline void made_statement(struct made *m)
{
    static void (*const anywhere[])(struct made *) = {made_say, made_say, made_tone, made_wait,
                                                      made_note};
    static void (*const body[])(struct made *) = {
        made_rest,    made_warm_up, made_move,    made_locate,  made_hold,     made_hold,
        made_stretch, made_stroke,  made_breathe, made_hydrate, made_step,     made_position,
        made_ask,     made_ask,     made_finish,  made_call,    made_calibrate};
    static void (*const around[])(struct made *) = {
        made_loop,    made_sides,    made_section,    made_section, made_coroutine, made_protected,
        made_closing, made_function, made_metamethod, made_chance,  made_timer,     made_timer};
    enum { ANYWHERE = sizeof anywhere / sizeof *anywhere, BODY = sizeof body / sizeof *body };
    enum { AROUND = sizeof around / sizeof *around };
    int kind = made_roll(m, 10);
    m->left--;
    if (m->place == MADE_LEAF || kind < 3)
        anywhere[made_roll(m, ANYWHERE)](m);
    else if (kind < 7 || m->depth > 3 || m->left < 2)
        body[made_roll(m, BODY)](m);
    else /* timers only where they run */
        around[made_roll(m, m->place == MADE_TOP ? AROUND : AROUND - 2)](m);
}

static inline void made_block(struct made *m, enum made_place place, int statements)
{
    enum made_place outer = m->place;
    m->place = place;
    m->depth++;
    for (int i = 0; i < statements && (i == 0 || m->left > 0); i++) {
        made_line(m);
        made_statement(m);
    }
    m->place = outer;
    m->depth--;
    made_line(m);
}

static inline void made_head(struct made *m)
{
    tp_buf_printf(m->out,
                  "routine { title = 'Made', position = '%s', tools = { 'fingers' }, "
                  "options = { side = { 'left', 'right' }, long = false }%s }",
                  MADE_OF(m, "sitting", "sitting", "lying", "standing"),
                  m->limited ? ", limits = { pressure = 3, seconds = 20, reps = 2 }" : "");
    if (made_one_in(m, 2))
        tp_buf_puts(m->out, "\nstop_words()");
}

/* Appends the routine of this seed. */
static inline void routine_made(struct tp_buf *out, uint64_t seed)
{
    struct made made = {.out = out, .random = seed * 0x2545F4914F6CDD1DU, .place = MADE_TOP};
    made.limited = made_one_in(&made, 6);
    made.left = 5 + made_roll(&made, 20);
    made_head(&made);
    while (made.left > 0) {
        made_line(&made);
        made_statement(&made);
    }
    tp_buf_puts(out,
                made_one_in(&made, 25) ? "\nerror 'as the author meant'\n" : "\ntone 'next'\n");
}

#endif
