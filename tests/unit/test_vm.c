/* The VM: loading, running, yielding, ending, and the one clean line about what went wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/vm_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void a_chunk_runs_and_its_result_can_be_read(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, NULL);
    assert_int_equal(rig_start(&rig, "return 6 * 7"), 0);
    assert_int_equal(rig_resume(&rig), TP_VM_DONE);
    assert_int_equal(rig.results, 1);
    assert_int_equal(lua_tointeger(rig.co, -1), 42);
    rig_close(&rig);
}

static void a_verb_yields_and_gets_its_answer(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, NULL);
    assert_int_equal(rig_start(&rig, "return wait(3) + 1"), 0);
    assert_int_equal(rig_resume(&rig), TP_VM_YIELDED);
    assert_int_equal(rig.results, 2);
    assert_ptr_equal(lua_touserdata(rig.co, -2), &tp_vm_verb);
    assert_int_equal(lua_tointeger(rig.co, -1), 3);
    lua_pop(rig.co, 2);
    lua_pushinteger(rig.co, 9);
    assert_int_equal(tp_vm_resume(rig.vm, rig.co, 1, &rig.results, &rig.err), TP_VM_DONE);
    assert_int_equal(lua_tointeger(rig.co, -1), 10);
    rig_close(&rig);
}

static void coroutines_of_a_vm_take_turns(void **state)
{
    struct rig rig;
    lua_State *first;
    (void)state;
    rig_open(&rig, NULL);
    assert_int_equal(rig_start(&rig, "wait(1) return 'first'"), 0);
    first = rig.co;
    assert_int_equal(rig_resume(&rig), TP_VM_YIELDED);
    lua_pop(first, rig.results);
    assert_int_equal(rig_start(&rig, "return 'second'"), 0);
    assert_int_equal(rig_resume(&rig), TP_VM_DONE);
    assert_string_equal(lua_tostring(rig.co, -1), "second");
    rig.co = first;
    assert_int_equal(rig_resume(&rig), TP_VM_DONE);
    assert_string_equal(lua_tostring(rig.co, -1), "first");
    rig_close(&rig);
}

static void coroutines_that_ended_do_not_pile_up(void **state)
{
    struct rig rig;
    size_t held = 0;
    (void)state;
    rig_open(&rig, NULL);
    for (int i = 0; i < 3000; i++) {
        assert_int_equal(rig_start(&rig, "local t = { 1, 2, 3, 4, 5, 6, 7, 8 }"), 0);
        assert_int_equal(rig_resume(&rig), TP_VM_DONE);
        if (i == 300)
            held = tp_vm_memory(rig.vm);
    }
    assert_true(tp_vm_memory(rig.vm) < 4 * held);
    rig_close(&rig);
}

static void a_mistake_is_one_line_with_its_place(void **state)
{
    (void)state;
    assert_fails("\nlocal a\nreturn a.b", "neck.lua:3: attempt to index a nil value (local 'a')");
    assert_fails("local x = = 1", "neck.lua:1: unexpected symbol near '='");
    assert_fails("\nerror('soft', 0)", "neck.lua:2: soft");
    assert_fails("\nerror { 1 }", "neck.lua:2: error object is a table");
    assert_fails("error()", "neck.lua:1: error object is nil");
    assert_fails("error(1.5)", "neck.lua:1: 1.5");
    assert_fails("('x'):rep(1, 2, 3)('y')", "neck.lua:1: attempt to call a string value");
}

static void what_lua_tells_without_a_place_gets_one(void **state)
{
    (void)state;
    assert_fails("\n(''):find('[')", "neck.lua:2: malformed pattern (missing ']')");
    assert_fails("\ntable.sort({ 1, 2 }, function() wait() end)",
                 "neck.lua:2: attempt to yield across a C-call boundary");
}

static void a_message_that_fakes_a_place_is_told_at_the_right_one(void **state)
{
    (void)state;
    assert_fails("\nerror('hip.lua:7: no', 0)", "neck.lua:2: hip.lua:7: no");
    assert_fails("\nerror('hip:7: no', 0)", "neck.lua:2: hip:7: no");
}

static void control_bytes_and_length_of_a_message_are_tamed(void **state)
{
    struct rig rig;
    (void)state;
    assert_fails("error '\\27[31m\\nx\\xFF'", "neck.lua:1: \\x1B[31m\\x0Ax\\xFF");
    assert_true(rig_run(&rig, "error(('x'):rep(1000000))") < 0);
    assert_in_range(strlen(rig.err.text), 290, 300);
    assert_string_equal(rig.err.text + strlen(rig.err.text) - 6, "xxx…");
    rig_close(&rig);
}

static void a_long_or_odd_file_name_still_leads_the_line(void **state)
{
    static const char *const names[] = {
        "/a/very/long/path/that/lua/cuts/at/the/front/because/it/is/long/neck.lua",
        "na\nme.lua",
        "12345678901234567890123456789012345678901234567890123456789",
        "123456789012345678901234567890123456789012345678901234567890",
    };
    static const char *const lines[] = {
        "...lua/cuts/at/the/front/because/it/is/long/neck.lua:1: no",
        "na\\x0Ame.lua:1: no",
        "12345678901234567890123456789012345678901234567890123456789:1: no",
        "...56789012345678901234567890123456789012345678901234567890:1: no",
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct rig rig;
        rig_open(&rig, NULL);
        assert_int_equal(tp_vm_load(tp_vm_lua(rig.vm), names[i], "error 'no'", 10, &rig.err), 0);
        assert_int_equal(tp_vm_start(rig.vm, &rig.co, &rig.err), 0);
        assert_int_equal(rig_resume(&rig), -TP_ESCRIPT);
        const char *end = strstr(rig.err.text, lines[i] + 3);
        assert_non_null(end);
        assert_string_equal(end, lines[i] + 3);
        rig_close(&rig);
    }
}

static void a_first_line_with_a_hash_and_a_mark_are_stepped_over(void **state)
{
    (void)state;
    assert_fails("#!/usr/bin/env tprun\nerror 'x'", "neck.lua:2: x");
    assert_fails("\xEF\xBB\xBF#\nerror 'x'", "neck.lua:2: x");
    assert_fails("\xEF\xBB\xBF"
                 "error 'x'",
                 "neck.lua:1: x");
    assert_runs("");
    assert_runs("#");
}

static void what_is_not_text_is_refused(void **state)
{
    struct rig rig;
    char *much = malloc(256 * 1024 + 1);
    (void)state;
    assert_fails("\x1bLua", "neck.lua: is compiled Lua, and no text");
    assert_fails("\xEF\xBB\xBF\x1bLua", "neck.lua: is compiled Lua, and no text");
    rig_open(&rig, NULL);
    lua_State *L = tp_vm_lua(rig.vm);
    assert_int_equal(tp_vm_load(L, "neck.lua", "x = 1\n\0", 7, &rig.err), -TP_ESCRIPT);
    assert_string_equal(rig.err.text, "neck.lua:2: has a zero byte, as no text has");
    assert_non_null(much);
    memset(much, ' ', 256 * 1024 + 1);
    assert_int_equal(tp_vm_load(L, "neck.lua", much, 256 * 1024 + 1, &rig.err), -TP_ESCRIPT);
    assert_string_equal(rig.err.text, "neck.lua: is longer than 256 KiB");
    assert_int_equal(tp_vm_load(L, "neck.lua", much, 256 * 1024, &rig.err), 0);
    assert_int_equal(lua_gettop(L), 1);
    rig_close(&rig);
    free(much);
}

static void an_endless_loop_ends_after_its_time_and_spends_the_vm(void **state)
{
    struct rig rig;
    const char *line = "neck.lua:2: ran for more than 0.02 s without waiting: is there an endless "
                       "loop?";
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.resume_ns = 20000000});
    assert_int_equal(rig_start(&rig, "while true do\npcall(function() while true do end end) end"),
                     0);
    assert_int_equal(rig_resume(&rig), -TP_ELIMIT);
    assert_string_equal(rig.err.text, line);
    assert_int_equal(rig_resume(&rig), -TP_ELIMIT);
    assert_string_equal(rig.err.text, line);
    rig_close(&rig);
}

/* As a process that was stopped for a while, or that others took the machine from. */
static int stand_still(lua_State *L)
{
    struct timespec length = {.tv_nsec = 60000000};
    (void)L;
    nanosleep(&length, NULL);
    return 0;
}

static void time_in_which_the_script_did_not_run_is_not_its_own(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.resume_ns = 40000000});
    lua_State *L = tp_vm_lua(rig.vm);
    tp_vm_push_environment(L);
    lua_pushcfunction(L, stand_still);
    lua_setfield(L, -2, "stand_still");
    lua_pop(L, 1);
    assert_int_equal(rig_start(&rig, "stand_still() for i = 1, 20000 do end"), 0);
    assert_int_equal(rig_resume(&rig), TP_VM_DONE);
    rig_close(&rig);
}

static void each_resume_has_its_own_time(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.resume_ns = 200000000});
    assert_int_equal(rig_start(&rig, "for _ = 1, 40 do for _ = 1, 200000 do end wait() end"), 0);
    for (int i = 0; i < 40; i++) {
        assert_int_equal(rig_resume(&rig), TP_VM_YIELDED);
        lua_pop(rig.co, rig.results);
    }
    assert_int_equal(rig_resume(&rig), TP_VM_DONE);
    rig_close(&rig);
}

static void too_much_memory_ends_the_routine_at_its_line(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.memory_bytes = 2 << 20, .resume_ns = 10000000000U});
    assert_int_equal(rig_start(&rig, "local t = {}\nfor i = 1, 1e9 do\n"
                                     "pcall(function()\nt[i] = { i } end) end"),
                     0);
    assert_int_equal(rig_resume(&rig), -TP_ENOMEM);
    assert_string_equal(rig.err.text, "neck.lua:4: the routine needs more than 2 MiB of memory");
    assert_in_range(tp_vm_memory_peak(rig.vm), 1 << 20, (2 << 20) + (256 << 10));
    rig_close(&rig);
}

/* With memory filled to the brim, a host that hands in an answer must not be the one that fails. */
static void the_host_has_room_when_the_script_has_none(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.memory_bytes = 1 << 20, .resume_ns = 10000000000U});
    assert_int_equal(rig_start(&rig, "local t = {}\nfor i = 1, 1e9 do t[i] = { i } wait() end"), 0);
    int rc;
    while ((rc = rig_resume(&rig)) == TP_VM_YIELDED) {
        char answer[100];
        lua_pop(rig.co, rig.results);
        memset(answer, 'a' + (int)(tp_vm_memory(rig.vm) % 16), sizeof answer);
        lua_pushlstring(rig.co, answer, sizeof answer);
        lua_pop(rig.co, 1);
    }
    assert_int_equal(rc, -TP_ENOMEM);
    rig_close(&rig);
}

static void an_authors_yield_outside_of_his_coroutines_is_a_mistake(void **state)
{
    (void)state;
    assert_fails("\ncoroutine.yield('say', 'x')",
                 "neck.lua:2: coroutine.yield works only inside coroutine.create or "
                 "coroutine.wrap");
}

struct said {
    char text[64];
    int calls;
};

static void note(void *context, const char *text)
{
    struct said *said = context;
    snprintf(said->text, sizeof said->text, "%s", text);
    said->calls++;
}

static void print_gives_one_clean_line(void **state)
{
    struct rig rig;
    struct said said = {0};
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.print = note, .context = &said});
    assert_int_equal(rig_start(&rig, "print(1, 'a\\n\\27', {}, nil, true)"), 0);
    assert_int_equal(rig_resume(&rig), TP_VM_DONE);
    assert_string_equal(said.text, "1 a\\x0A\\x1B table nil true");
    assert_int_equal(said.calls, 1);
    rig_close(&rig);
}

static long clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void a_script_that_works_gives_signs_of_life(void **state)
{
    struct rig rig;
    struct said said = {0};
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.alive = note, .context = &said, .resume_ns = 200000000});
    assert_int_equal(rig_start(&rig, "\nwhile true do end"), 0);
    long begun = clock_ms();
    assert_int_equal(rig_resume(&rig), -TP_ELIMIT);
    assert_in_range(said.calls, 3,
                    (clock_ms() - begun) / 16); /* on a busy machine it takes longer */
    assert_string_equal(said.text, "neck.lua:2");
    rig_close(&rig);
}

static void the_place_is_told_before_each_search_for_a_pattern(void **state)
{
    static const char *const calls[] = {
        "('x'):find('a-b')",
        "('x'):match('a')",
        "('x'):gsub('a', '')",
        "for _ in ('x'):gmatch('x') do end",
    };
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct rig rig;
        struct said said = {0};
        char text[128];
        rig_open(&rig, &(struct tp_vm_config){.alive = note, .context = &said});
        snprintf(text, sizeof text, "\n\n%s", calls[i]);
        assert_int_equal(rig_start(&rig, text), 0);
        assert_int_equal(rig_resume(&rig), TP_VM_DONE);
        assert_string_equal(said.text, "neck.lua:3");
        rig_close(&rig);
    }
}

static void closing_runs_no_code_of_the_script(void **state)
{
    struct rig rig;
    struct said said = {0};
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.print = note, .context = &said});
    assert_int_equal(rig_start(&rig, "local x <close> = setmetatable({}, { __close = print })\n"
                                     "wait()"),
                     0);
    assert_int_equal(rig_resume(&rig), TP_VM_YIELDED);
    rig_close(&rig);
    assert_int_equal(said.calls, 0);
    tp_vm_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chunk_runs_and_its_result_can_be_read),
        cmocka_unit_test(a_verb_yields_and_gets_its_answer),
        cmocka_unit_test(coroutines_of_a_vm_take_turns),
        cmocka_unit_test(coroutines_that_ended_do_not_pile_up),
        cmocka_unit_test(a_mistake_is_one_line_with_its_place),
        cmocka_unit_test(what_lua_tells_without_a_place_gets_one),
        cmocka_unit_test(a_message_that_fakes_a_place_is_told_at_the_right_one),
        cmocka_unit_test(control_bytes_and_length_of_a_message_are_tamed),
        cmocka_unit_test(a_long_or_odd_file_name_still_leads_the_line),
        cmocka_unit_test(a_first_line_with_a_hash_and_a_mark_are_stepped_over),
        cmocka_unit_test(what_is_not_text_is_refused),
        cmocka_unit_test(an_endless_loop_ends_after_its_time_and_spends_the_vm),
        cmocka_unit_test(time_in_which_the_script_did_not_run_is_not_its_own),
        cmocka_unit_test(each_resume_has_its_own_time),
        cmocka_unit_test(too_much_memory_ends_the_routine_at_its_line),
        cmocka_unit_test(the_host_has_room_when_the_script_has_none),
        cmocka_unit_test(an_authors_yield_outside_of_his_coroutines_is_a_mistake),
        cmocka_unit_test(print_gives_one_clean_line),
        cmocka_unit_test(a_script_that_works_gives_signs_of_life),
        cmocka_unit_test(the_place_is_told_before_each_search_for_a_pattern),
        cmocka_unit_test(closing_runs_no_code_of_the_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
