/* Time and memory limits. Must never let a script go on after one was passed. */
#include "core/script/limit.h"

#include "core/script/vm_internal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    OFTEN = 1000,             /* instructions between two looks at the clock */
    TELL_EVERY_NS = 20000000, /* signs of life, far below the watchdog's tick of 100 ms */
};

/* What a passed limit raises; never text, so that raising it needs no memory. */
static const char spent_error;

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static void mark_spent(lua_State *L, int code)
{
    struct tp_vm *vm = tp_vm_of(L);
    if (vm->limit.spent)
        return;
    vm->limit.spent = code;
    vm->memory.cap += TP_MEMORY_EMERGENCY;
    tp_place(L, vm->limit.place);
}

static int raise_spent(lua_State *L)
{
    lua_pushlightuserdata(L, (void *)&spent_error);
    return lua_error(L);
}

static void tell(lua_State *L, uint64_t now)
{
    struct tp_vm *vm = tp_vm_of(L);
    char place[TP_PLACE];
    vm->limit.told_ns = now;
    if (vm->config.alive)
        vm->config.alive(vm->config.context, tp_place(L, place));
}

void tp_limit_tell(lua_State *L)
{
    tell(L, now_ns());
}

void tp_limit_look(lua_State *L)
{
    struct tp_limit *limit = &tp_vm_of(L)->limit;
    uint64_t now = now_ns();
    if (!limit->spent && limit->deadline_ns && now >= limit->deadline_ns)
        mark_spent(L, TP_ELIMIT);
    if (limit->spent)
        raise_spent(L);
    if (now - limit->told_ns >= TELL_EVERY_NS)
        tell(L, now);
}

/* After the first hit at every instruction: whoever caught the error gets it again at once. */
static void hook(lua_State *L, lua_Debug *frame)
{
    (void)frame;
    struct tp_limit *limit = &tp_vm_of(L)->limit;
    if (limit->spent || (limit->deadline_ns && now_ns() >= limit->deadline_ns))
        lua_sethook(L, hook, LUA_MASKCOUNT, 1);
    tp_limit_look(L);
}

void tp_limit_watch(lua_State *L)
{
    lua_sethook(L, hook, LUA_MASKCOUNT, OFTEN);
}

bool tp_limit_begin(struct tp_vm *vm)
{
    if (vm->limit.deadline_ns)
        return false;
    vm->limit.deadline_ns = now_ns() + vm->config.resume_ns;
    return true;
}

void tp_limit_end(struct tp_vm *vm)
{
    vm->limit.deadline_ns = 0;
}

bool tp_limit_passes(lua_State *L, int status)
{
    if (status == LUA_ERRMEM)
        mark_spent(L, TP_ENOMEM);
    return tp_vm_of(L)->limit.spent || lua_touserdata(L, -1) == (void *)&tp_vm_skip;
}

int tp_limit_report(const struct tp_vm *vm, const char *name, struct tp_err *err)
{
    const char *place = vm->limit.place[0] ? vm->limit.place : name;
    const char *colon = place[0] ? ": " : "";
    if (vm->limit.spent == TP_ENOMEM)
        return tp_err_set(err, TP_ENOMEM, "%s%sthe routine needs more than %zu MiB of memory",
                          place, colon, vm->config.memory_bytes >> 20);
    return tp_err_set(err, TP_ELIMIT,
                      "%s%sran for more than %.3g s without waiting: is there an endless loop?",
                      place, colon, (double)vm->config.resume_ns / 1e9);
}
