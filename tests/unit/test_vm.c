/* The VM: loading, running, yielding, and the one clean line about what went wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/script/vm.h"

#include <string.h>

struct run {
    struct tp_vm *vm;
    lua_State *co;
    int results;
    struct tp_err err;
};

static void open_vm(struct run *run, const struct tp_vm_config *config)
{
    static const struct tp_vm_config plain = {.seed = 1};
    *run = (struct run){0};
    assert_int_equal(tp_vm_create(&run->vm, config ? config : &plain, &run->err), 0);
}

static int start(struct run *run, const char *text)
{
    int rc = tp_vm_load(tp_vm_lua(run->vm), "neck.lua", text, strlen(text), &run->err);
    return rc < 0 ? rc : tp_vm_start(run->vm, &run->co, &run->err);
}

static int resume(struct run *run)
{
    return tp_vm_resume(run->vm, run->co, 0, &run->results, &run->err);
}

static void a_chunk_runs_and_its_result_can_be_read(void **state)
{
    struct run run;
    (void)state;
    open_vm(&run, NULL);
    assert_int_equal(start(&run, "return 6 * 7"), 0);
    assert_int_equal(resume(&run), TP_VM_DONE);
    assert_int_equal(run.results, 1);
    assert_int_equal(lua_tointeger(run.co, -1), 42);
    tp_vm_destroy(run.vm);
}

static void a_mistake_is_one_line_with_its_place(void **state)
{
    struct run run;
    (void)state;
    open_vm(&run, NULL);
    assert_int_equal(start(&run, "\nlocal a\nreturn a.b"), 0);
    assert_int_equal(resume(&run), -TP_ESCRIPT);
    assert_string_equal(run.err.text, "neck.lua:3: attempt to index a nil value (local 'a')");
    tp_vm_destroy(run.vm);
}

static void an_endless_loop_ends_after_its_time(void **state)
{
    struct run run;
    (void)state;
    open_vm(&run, &(struct tp_vm_config){.resume_ns = 20000000});
    assert_int_equal(start(&run, "while true do\n pcall(function() while true do end end) end"), 0);
    assert_int_equal(resume(&run), -TP_ELIMIT);
    assert_string_equal(run.err.text, "neck.lua:2: ran for more than 0.02 s without waiting: is "
                                      "there an endless loop?");
    tp_vm_destroy(run.vm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chunk_runs_and_its_result_can_be_read),
        cmocka_unit_test(a_mistake_is_one_line_with_its_place),
        cmocka_unit_test(an_endless_loop_ends_after_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
