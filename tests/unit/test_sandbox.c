/* The environment of routines: what is there, what is not, and what nothing in it can catch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/script/vm_internal.h"
#include "tests/unit/vm_rig.h"

#include <stdio.h>

static void what_reaches_outside_is_not_there(void **state)
{
    static const char *const names[] = {
        "io",   "os",       "debug",    "package",        "load", "loadstring",
        "warn", "loadfile", "newproxy", "collectgarbage", "arg",  "dofile",
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[64], line[128];
        snprintf(text, sizeof text, "return %s", names[i]);
        snprintf(line, sizeof line, "neck.lua:1: '%s' is not a name that routines know", names[i]);
        struct rig rig;
        assert_true(rig_run(&rig, text) < 0);
        assert_memory_equal(rig.err.text, line, strlen(line));
        rig_close(&rig);
    }
    assert_runs("assert(not string.dump and not string.pack and not coroutine.close)");
}

static void pcall_does_what_lua_does(void **state)
{
    (void)state;
    assert_runs("local function id(...) return ... end\n"
                "local t = table.pack(pcall(id, 1, nil, 3))\n"
                "assert(t.n == 4 and t[1] == true and t[2] == 1 and t[4] == 3)\n"
                "local ok, e = pcall(error, t)\n"
                "assert(ok == false and e == t)\n"
                "assert(select('#', pcall(error)) == 2)\n"
                "assert(not pcall(pcall))\n"
                "assert(select(2, pcall(nil)) == 'attempt to call a nil value')");
}

static void xpcall_does_what_lua_does(void **state)
{
    (void)state;
    assert_runs("local t = table.pack(xpcall(function(...) return ... end, print, 1, nil, 3))\n"
                "assert(t.n == 4 and t[1] == true and t[2] == 1 and t[4] == 3)\n"
                "local ok, a, b = xpcall(error, function(e) return e .. '!', 2 end, 'x')\n"
                "assert(ok == false and a == 'x!' and b == 2)\n"
                "local ok, e = xpcall(error, function() error('second', 0) end, 'x')\n"
                "assert(ok == false and e == 'second')");
}

static void verbs_wait_inside_pcall_coroutines_and_close(void **state)
{
    (void)state;
    assert_runs(
        "local order = {}\n"
        "local function note(x) wait(x) order[#order + 1] = x end\n"
        "assert(pcall(note, 'pcall'))\n"
        "assert(xpcall(note, print, 'xpcall'))\n"
        "assert(not xpcall(error, note, 'handler'))\n"
        "coroutine.wrap(function() pcall(coroutine.wrap(note), 'wraps') end)()\n"
        "do local x <close> = setmetatable({}, { __close = function() note 'close' end }) end\n"
        "for x in coroutine.wrap(function() note 'gen' coroutine.yield(1) note 'gen2' end) do\n"
        "  assert(x == 1)\n"
        "end\n"
        "assert(table.concat(order, ' ') == 'pcall xpcall handler wraps close gen gen2')");
}

static void answers_reach_the_verb_through_coroutines(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, NULL);
    assert_int_equal(rig_start(&rig, "local co = coroutine.create(function(a)\n"
                                     "  local b = wait(a)\n"
                                     "  local c = coroutine.yield(b)\n"
                                     "  return wait(c)\n"
                                     "end)\n"
                                     "local _, x = coroutine.resume(co, 1)\n"
                                     "local _, y = coroutine.resume(co, x + 1)\n"
                                     "return x, y, coroutine.status(co)"),
                     0);
    assert_int_equal(rig_resume(&rig), TP_VM_YIELDED);
    assert_int_equal(lua_tointeger(rig.co, -1), 1);
    lua_pop(rig.co, rig.results);
    lua_pushinteger(rig.co, 10);
    assert_int_equal(tp_vm_resume(rig.vm, rig.co, 1, &rig.results, &rig.err), TP_VM_YIELDED);
    assert_int_equal(lua_tointeger(rig.co, -1), 11);
    lua_pop(rig.co, rig.results);
    lua_pushinteger(rig.co, 20);
    assert_int_equal(tp_vm_resume(rig.vm, rig.co, 1, &rig.results, &rig.err), TP_VM_DONE);
    assert_int_equal(lua_tointeger(rig.co, -3), 10);
    assert_int_equal(lua_tointeger(rig.co, -2), 20);
    assert_string_equal(lua_tostring(rig.co, -1), "dead");
    rig_close(&rig);
}

/* A host function that ends the step it is called in. */
static int skip_now(lua_State *L)
{
    lua_pushlightuserdata(L, (void *)&tp_vm_skip);
    return lua_error(L);
}

static int run_with_skip(struct rig *rig, const char *text)
{
    rig_open(rig, NULL);
    lua_State *L = tp_vm_lua(rig->vm);
    tp_vm_push_environment(L);
    lua_pushcfunction(L, skip_now);
    lua_setfield(L, -2, "skip_now");
    lua_pop(L, 1);
    assert_int_equal(rig_start(rig, text), 0);
    return rig_resume(rig);
}

static void nothing_of_the_authors_catches_a_skip(void **state)
{
    static const char *const texts[] = {
        "skip_now()",
        "pcall(skip_now) seen = true",
        "xpcall(skip_now, function() seen = true end) seen = true",
        "coroutine.resume(coroutine.create(skip_now)) seen = true",
        "pcall(coroutine.wrap(skip_now)) seen = true",
        "pcall(pcall, coroutine.resume, coroutine.create(pcall), skip_now) seen = true",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rig rig;
        assert_int_equal(run_with_skip(&rig, texts[i]), -TP_ESCRIPT);
        assert_string_equal(rig.err.text, "neck.lua:1: error object is a userdata");
        assert_int_equal(rig_start(&rig, "return seen"), 0);
        assert_true(rig_resume(&rig) < 0);
        assert_non_null(strstr(rig.err.text, "'seen' is not a name"));
        rig_close(&rig);
    }
}

/* Runs the text, in which `catch` is the vocabulary's pcall. */
static int run_with_catch(struct rig *rig, const char *text)
{
    rig_open(rig, &(struct tp_vm_config){.resume_ns = 100000000});
    lua_State *L = tp_vm_lua(rig->vm);
    tp_vm_push_environment(L);
    lua_pushcfunction(L, skip_now);
    lua_setfield(L, -2, "skip_now");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tp_key_trusted);
    lua_getfield(L, -1, "pcall");
    lua_setfield(L, -3, "catch");
    lua_pop(L, 2);
    int rc = rig_start(rig, text);
    while (rc >= 0 && (rc = rig_resume(rig)) == TP_VM_YIELDED)
        lua_pop(rig->co, rig->results);
    return rc;
}

static void the_vocabulary_catches_a_skip_but_no_limit(void **state)
{
    struct rig rig;
    (void)state;
    assert_int_equal(run_with_catch(&rig, "local ok, e = catch(pcall, skip_now)\n"
                                          "assert(not ok and type(e) == 'userdata')\n"
                                          "local t = table.pack(catch(function(...)\n"
                                          "  wait() return ...\n"
                                          "end, 1, nil))\n"
                                          "assert(t.n == 3 and t[1] == true and t[2] == 1)\n"
                                          "assert(select('#', catch(wait)) == 1)"),
                     TP_VM_DONE);
    rig_close(&rig);
    assert_int_equal(run_with_catch(&rig, "catch(function() while true do end end)"), -TP_ELIMIT);
    rig_close(&rig);
    assert_int_equal(run_with_catch(&rig, "catch(string.rep, 'x', 1 << 40)"), -TP_ENOMEM);
    rig_close(&rig);
}

static void a_place_survives_that_the_vocabulary_raises_again(void **state)
{
    static const char *const texts[] = {
        "error { 1 }",
        "error()",
        "error('soft', 0)",
        "table.sort { 1, {} }",
        "local _ = ('x'):find('[')",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rig rig;
        char text[200];
        snprintf(text, sizeof text,
                 "local _, ok, e = catch(catch, function()\n  wait()\n  %s\nend)\nassert(not "
                 "ok)\nreturn e",
                 texts[i]);
        assert_int_equal(run_with_catch(&rig, text), TP_VM_DONE);
        lua_State *L = tp_vm_lua(rig.vm);
        lua_settop(L, 0);
        lua_xmove(rig.co, L, 1); /* the error alone, as at the end of a session */
        tp_place_report(L, TP_ESCRIPT, "", &rig.err);
        if (strncmp(rig.err.text, "neck.lua:3: ", 12) != 0)
            fail_msg("%s: %s", texts[i], rig.err.text);
        rig_close(&rig);
    }
}

static void variables_are_closed_when_a_skip_passes(void **state)
{
    struct rig rig;
    (void)state;
    assert_int_equal(run_with_skip(&rig,
                                   "closed = 0\n"
                                   "local mt = { __close = function() closed = closed + 1 end }\n"
                                   "local function body()\n"
                                   "  local x <close> = setmetatable({}, mt)\n"
                                   "  skip_now()\n"
                                   "end\n"
                                   "pcall(function()\n"
                                   "  local x <close> = setmetatable({}, mt)\n"
                                   "  coroutine.resume(coroutine.create(body))\n"
                                   "end)"),
                     -TP_ESCRIPT);
    assert_int_equal(rig_start(&rig, "return closed"), 0);
    assert_int_equal(rig_resume(&rig), TP_VM_DONE);
    assert_int_equal(lua_tointeger(rig.co, -1), 2);
    rig_close(&rig);
}

static void a_coroutine_that_waits_for_a_verb_is_not_the_authors_to_resume(void **state)
{
    (void)state;
    assert_runs("local co\n"
                "co = coroutine.create(function() wait() return 'end' end)\n"
                "local ok, e = pcall(function()\n"
                "  table.sort({ 1, 2 }, function() coroutine.resume(co) return true end)\n"
                "end)\n"
                "assert(not ok and e:find('a verb cannot wait inside', 1, true), e)\n"
                "local ok, e = coroutine.resume(co, 'an answer')\n"
                "assert(not ok and e == 'cannot resume a coroutine that the program runs')\n"
                "local main = coroutine.running()\n"
                "local ok, e = coroutine.resume(main)\n"
                "assert(not ok and e == 'cannot resume a coroutine that the program runs')");
}

static void coroutines_fail_as_in_lua(void **state)
{
    (void)state;
    assert_runs("local co = coroutine.wrap(function() error 'x' end)\n"
                "local ok, e = pcall(co)\n"
                "assert(not ok and e == 'neck.lua:1: x')\n"
                "assert(select(2, pcall(co)) == 'cannot resume dead coroutine')\n"
                "local self\n"
                "self = coroutine.wrap(function() return pcall(self) end)\n"
                "local ok, e = self()\n"
                "assert(not ok and e == 'cannot resume non-suspended coroutine')\n"
                "local closed\n"
                "local co = coroutine.wrap(function()\n"
                "  local x <close> = setmetatable({}, { __close = function() closed = true end })\n"
                "  error 'x'\n"
                "end)\n"
                "pcall(co)\n"
                "assert(closed)\n"
                "local co = coroutine.create(error)\n"
                "local ok, e = coroutine.resume(co, 'y')\n"
                "assert(not ok and e == 'y' and coroutine.status(co) == 'dead')");
}

static void libraries_and_words_stay_what_they_are(void **state)
{
    (void)state;
    assert_fails("string.rep = 1", "neck.lua:1: 'string' is read-only");
    assert_fails("string.new = 1", "neck.lua:1: 'string' is read-only");
    assert_fails("rawset(math, 'pi', 3)", "neck.lua:1: 'math' is read-only");
    assert_fails("wait = 1",
                 "neck.lua:1: 'wait' is a word of routines and stays what it is; choose "
                 "another name");
    assert_runs("local wait = 5 assert(wait == 5)");
}

static void unknown_names_are_told_with_the_nearest_right_one(void **state)
{
    (void)state;
    assert_fails("\nwiat(1)",
                 "neck.lua:2: 'wiat' is not a name that routines know; did you mean 'wait'?");
    assert_fails("seconds = 2\nlocal x = secnods",
                 "neck.lua:2: 'secnods' is not a name that routines know; did you mean 'seconds'?");
    assert_fails("xyzzy()", "neck.lua:1: 'xyzzy' is not a name that routines know; "
                            "a text stands in quotes: \"xyzzy\"");
    assert_fails("local side = left", "neck.lua:1: 'left' is not a name that routines know; "
                                      "a text stands in quotes: \"left\"");
    assert_runs("mine = 1 mine = nil assert(mine == nil) other = nil assert(other == nil)\n"
                "function helper() return mine end assert(helper() == nil)\n"
                "assert(_G.helper == helper and _G[1] == nil)");
}

struct library {
    const char *name, *text;
};

static int find_module(void *context, const char *name, struct tp_buf *source, char *shown,
                       size_t shown_size, struct tp_err *err)
{
    for (const struct library *library = context; library->name; library++)
        if (strcmp(library->name, name) == 0) {
            tp_buf_puts(source, library->text);
            snprintf(shown, shown_size, "%s.lua", name);
            return 0;
        }
    return tp_err_set(err, TP_ENOENT, "there is no module '%s'", name);
}

/* Runs the text with modules; returns the line of its error, "" when it ends well. */
static void assert_module(const char *text, const char *line)
{
    static struct library libraries[] = {
        {"counter", "count = (rawget(_G, 'count') or 0) + 1\nreturn { n = count, name = ... }"},
        {"nothing", "local x = 1"},
        {"waits", "wait(1) return 'waited'"},
        {"broken", "local x = = 1"},
        {"fails", "\nerror 'inside'"},
        {"first", "return require 'second'"},
        {"second", "return require 'first'"},
        {"loops", "while true do end"},
        {"lib.deep_1", "return 'deep'"},
        {0},
    };
    struct rig rig;
    rig_open(&rig, &(struct tp_vm_config){
                       .module = find_module, .context = libraries, .resume_ns = 100000000});
    assert_int_equal(rig_start(&rig, text), 0);
    int rc;
    while ((rc = rig_resume(&rig)) == TP_VM_YIELDED)
        lua_pop(rig.co, rig.results);
    assert_string_equal(rc < 0 ? rig.err.text : "", line);
    rig_close(&rig);
}

static void modules_are_loaded_once_by_name(void **state)
{
    (void)state;
    assert_module("local a, b = require 'counter', require 'counter'\n"
                  "assert(a == b and a.n == 1 and a.name == 'counter' and count == 1)\n"
                  "assert(require 'nothing' == true and require 'lib.deep_1' == 'deep')\n"
                  "assert(require 'waits' == 'waited')",
                  "");
}

static void a_module_that_fails_says_where(void **state)
{
    (void)state;
    assert_module("\nrequire 'missing'", "neck.lua:2: require: there is no module 'missing'");
    assert_module("require 'broken'", "broken.lua:1: unexpected symbol near '='");
    assert_module("require 'fails'", "fails.lua:2: inside");
    assert_module(
        "require 'first'",
        "second.lua:1: require: module 'first' is still being loaded: it requires itself");
    assert_module("pcall(require, 'loops')", "loops.lua:1: ran for more than 0.1 s without "
                                             "waiting: is there an endless loop?");
    assert_module("pcall(require, 'fails') require 'fails'", "fails.lua:2: inside");
    assert_module("require '../x'",
                  "neck.lua:1: require: '../x' is not a module's name: lower-case words, joined by "
                  "dots");
    assert_module("require '1x'",
                  "neck.lua:1: require: '1x' is not a module's name: lower-case words, joined by "
                  "dots");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_reaches_outside_is_not_there),
        cmocka_unit_test(pcall_does_what_lua_does),
        cmocka_unit_test(xpcall_does_what_lua_does),
        cmocka_unit_test(verbs_wait_inside_pcall_coroutines_and_close),
        cmocka_unit_test(answers_reach_the_verb_through_coroutines),
        cmocka_unit_test(nothing_of_the_authors_catches_a_skip),
        cmocka_unit_test(the_vocabulary_catches_a_skip_but_no_limit),
        cmocka_unit_test(a_place_survives_that_the_vocabulary_raises_again),
        cmocka_unit_test(variables_are_closed_when_a_skip_passes),
        cmocka_unit_test(a_coroutine_that_waits_for_a_verb_is_not_the_authors_to_resume),
        cmocka_unit_test(coroutines_fail_as_in_lua),
        cmocka_unit_test(libraries_and_words_stay_what_they_are),
        cmocka_unit_test(unknown_names_are_told_with_the_nearest_right_one),
        cmocka_unit_test(modules_are_loaded_once_by_name),
        cmocka_unit_test(a_module_that_fails_says_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
