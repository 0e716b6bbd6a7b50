/* A VM with one routine in it, for the tests of core/script. */
#ifndef TP_TEST_VM_RIG_H
#define TP_TEST_VM_RIG_H

#include "core/script/vm.h"

#include <string.h>

struct rig {
    struct tp_vm *vm;
    lua_State *co;
    int results;
    struct tp_err err;
};

/* A verb for the tests: wait(…) yields its arguments and returns what the host answers. */
static int rig_wait(lua_State *L)
{
    lua_pushlightuserdata(L, (void *)&tp_vm_verb);
    lua_insert(L, 1);
    return lua_yield(L, lua_gettop(L));
}

static void rig_open(struct rig *rig, const struct tp_vm_config *config)
{
    static const struct tp_vm_config plain = {.seed = 1};
    *rig = (struct rig){0};
    assert_int_equal(tp_vm_create(&rig->vm, config ? config : &plain, &rig->err), 0);
    lua_State *L = tp_vm_lua(rig->vm);
    tp_vm_push_environment(L);
    lua_pushcfunction(L, rig_wait);
    lua_setfield(L, -2, "wait");
    lua_pop(L, 1);
}

static int rig_start(struct rig *rig, const char *text)
{
    int rc = tp_vm_load(tp_vm_lua(rig->vm), "neck.lua", text, strlen(text), &rig->err);
    return rc < 0 ? rc : tp_vm_start(rig->vm, &rig->co, &rig->err);
}

/* Resumes with nothing; what an earlier yield left must have been popped. */
static int rig_resume(struct rig *rig)
{
    return tp_vm_resume(rig->vm, rig->co, 0, &rig->results, &rig->err);
}

/* Runs the text in a VM of its own and answers each verb with nothing. */
static int rig_run(struct rig *rig, const char *text)
{
    rig_open(rig, NULL);
    int rc = rig_start(rig, text);
    while (rc >= 0 && (rc = rig_resume(rig)) == TP_VM_YIELDED)
        lua_pop(rig->co, rig->results);
    return rc;
}

static inline void rig_close(struct rig *rig)
{
    tp_vm_destroy(rig->vm);
}

/* The text runs to its end; else its error is shown. */
static inline void assert_runs(const char *text)
{
    struct rig rig;
    if (rig_run(&rig, text) != TP_VM_DONE)
        fail_msg("%s", rig.err.text);
    rig_close(&rig);
}

/* The text fails with exactly this line. */
static inline void assert_fails(const char *text, const char *line)
{
    struct rig rig;
    assert_true(rig_run(&rig, text) < 0);
    assert_string_equal(rig.err.text, line);
    rig_close(&rig);
}

#endif
