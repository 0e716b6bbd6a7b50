/* The memory cap: counted as malloc has it, and clean wherever it is met. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/script/memory.h"
#include "tests/unit/vm_rig.h"

#include <time.h>

static void blocks_are_counted_as_malloc_has_them(void **state)
{
    struct tp_memory memory = {.cap = 1000};
    (void)state;
    void *one = tp_memory_resize(&memory, NULL, 0, 1);
    assert_int_equal(memory.held, 32);
    one = tp_memory_resize(&memory, one, 1, 24);
    assert_int_equal(memory.held, 32);
    one = tp_memory_resize(&memory, one, 24, 25);
    assert_int_equal(memory.held, 48);
    void *two = tp_memory_resize(&memory, NULL, 0, 900);
    assert_int_equal(memory.held, 48 + 912);
    assert_null(tp_memory_resize(&memory, NULL, 0, 100));
    assert_null(tp_memory_resize(&memory, two, 900, 10000));
    assert_null(tp_memory_resize(&memory, two, 900, SIZE_MAX));
    two = tp_memory_resize(&memory, two, 900, 10);
    assert_int_equal(memory.held, 48 + 32);
    assert_int_equal(memory.peak, 48 + 912);
    assert_null(tp_memory_resize(&memory, one, 25, 0));
    assert_null(tp_memory_resize(&memory, two, 10, 0));
    assert_null(tp_memory_resize(&memory, NULL, 0, 0));
    assert_int_equal(memory.held, 0);
}

static void room_above_the_cap_is_counted_too(void **state)
{
    struct tp_memory memory = {.cap = 64, .room = 64};
    (void)state;
    void *one = tp_memory_resize(&memory, NULL, 0, 56);
    void *two = tp_memory_resize(&memory, NULL, 0, 56);
    assert_non_null(one);
    assert_non_null(two);
    memory.room = 0;
    assert_null(tp_memory_resize(&memory, NULL, 0, 1)); /* more is held than the cap says */
    tp_memory_resize(&memory, one, 56, 0);
    tp_memory_resize(&memory, two, 56, 0);
}

static const char busy[] = "local t = setmetatable({}, { __index = function(_, k) return k end })\n"
                           "for i = 1, 40 do t[i] = ('x'):rep(i) .. i end\n"
                           "for k, v in pairs(t) do assert(t[k] == v) end\n"
                           "table.sort(t)\n"
                           "local co = coroutine.wrap(function() wait(1) return 'a' end)\n"
                           "assert(co() == 'a' and pcall(string.format, '%s', t))\n"
                           "print(t, #t, next(t))\n"
                           "local x <close> = setmetatable({}, { __close = function() end })\n"
                           "assert(not pcall(require, 'x'))\n";

/* With the cap at every size in turn, the script ends well or for want of memory: nothing else,
 * nothing lost, nothing touched after it was freed. */
static void every_allocation_may_be_refused(void **state)
{
    size_t refused_at_creation = 0, refused_in_run = 0, cap = 1;
    struct rig rig;
    int rc;
    (void)state;
    do {
        const struct tp_vm_config config = {.seed = 1, .memory_bytes = cap};
        rig = (struct rig){0};
        rc = tp_vm_create(&rig.vm, &config, &rig.err);
        if (rc < 0) {
            assert_int_equal(rc, -TP_ENOMEM);
            assert_null(rig.vm);
            refused_at_creation++;
        } else {
            lua_State *L = tp_vm_lua(rig.vm);
            tp_vm_push_environment(L);
            lua_pushcfunction(L, rig_wait);
            lua_setfield(L, -2, "wait");
            lua_pop(L, 1);
            rc = rig_start(&rig, busy);
            while (rc >= 0 && (rc = rig_resume(&rig)) == TP_VM_YIELDED)
                lua_pop(rig.co, rig.results);
            if (rc < 0)
                assert_int_equal(rc, -TP_ENOMEM);
            refused_in_run += rc < 0;
            rig_close(&rig);
        }
        cap += 48;
    } while (rc != TP_VM_DONE);
    assert_true(refused_at_creation > 100);
    assert_true(refused_in_run > 20);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void a_vm_full_of_small_things_is_closed_quickly(void **state)
{
    struct rig rig;
    (void)state;
    rig_open(&rig, &(struct tp_vm_config){.memory_bytes = 32 << 20, .resume_ns = 60000000000U});
    assert_int_equal(rig_start(&rig, "local t while true do t = { t } end"), 0);
    assert_int_equal(rig_resume(&rig), -TP_ENOMEM);
    assert_true(tp_vm_memory(rig.vm) > 30 << 20);
    double before = seconds();
    rig_close(&rig);
    assert_true(seconds() - before < 2.0); /* some 10 ms; the rest is for slow tools */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_counted_as_malloc_has_them),
        cmocka_unit_test(room_above_the_cap_is_counted_too),
        cmocka_unit_test(every_allocation_may_be_refused),
        cmocka_unit_test(a_vm_full_of_small_things_is_closed_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
