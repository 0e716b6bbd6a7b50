/* Time and memory limits. Must never let a script go on after one was passed. */
#include "core/script/limit.h"

#include "core/script/lines.h"

#include "core/script/vm_internal.h"

#include <stdio.h>
#include <time.h>

enum {
    OFTEN = 200,                /* instructions between two looks at the clock; costs 5 % */
    SELDOM_NS = 20000000,       /* they should not take longer; else fewer of them */
    TELL_EVERY_NS = 20000000,   /* signs of life, far below the watchdog's tick of 100 ms */
    LOOK_EVERY_BYTES = 1 << 20, /* copying as much takes well under a millisecond */
    DEEP = 10000,               /* calls inside one another: more than a routine means */
    UNWINDING_BYTES = 1024      /* largest block that ending a script needs */
};

/* What a passed limit raises; no text, so that raising it needs no memory. */
static const char spent_error;

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static uint64_t now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

/* Whether the deadline that has passed is the script's doing: it had at least half of that time to
 * itself. Else the process was stopped, or others had the machine, and it has as long again. */
static bool is_over(struct tp_vm *vm, uint64_t now)
{
    uint64_t used = clock_ns(CLOCK_THREAD_CPUTIME_ID) - vm->limit.used_ns;
    if (used >= vm->config.resume_ns / 2)
        return true;
    vm->limit.deadline_ns = now + vm->config.resume_ns;
    return false;
}

/* The author's line in `L`; if only C runs there, the line from which it was resumed. */
static const char *place_in(const struct tp_vm *vm, lua_State *L, char out[TP_PLACE])
{
    tp_place(L, out);
    return out[0] || !vm->limit.begun ? out : tp_place(vm->limit.begun, out);
}

static void mark_spent(struct tp_vm *vm, int code, const char *place)
{
    if (vm->limit.spent)
        return;
    vm->limit.spent = code;
    vm->memory.room = TP_MEMORY_EMERGENCY;
    snprintf(vm->limit.place, sizeof vm->limit.place, "%s", place);
}

/* Marks the VM when its time is over, and gives a sign of life unless the last is that young.
 * Returns what the clock shows. */
static uint64_t observe(struct tp_vm *vm, lua_State *L, uint64_t young_ns)
{
    char place[TP_PLACE];
    uint64_t now = now_ns();
    if (vm->limit.deadline_ns && now >= vm->limit.deadline_ns && is_over(vm, now))
        mark_spent(vm, TP_ELIMIT, place_in(vm, L, place));
    if (!vm->config.alive || vm->limit.spent || now - vm->limit.told_ns < young_ns)
        return now;
    vm->limit.told_ns = now;
    vm->config.alive(vm->config.context, place_in(vm, L, place));
    return now;
}

static void end_if_spent(lua_State *L)
{
    if (!tp_vm_of(L)->limit.spent)
        return;
    lua_pushlightuserdata(L, (void *)&spent_error);
    lua_error(L);
}

void tp_limit_look(lua_State *L)
{
    observe(tp_vm_of(L), L, TELL_EVERY_NS);
    end_if_spent(L);
}

void tp_limit_tell(lua_State *L)
{
    observe(tp_vm_of(L), L, 0);
    end_if_spent(L);
}

/* Instructions until the hook's next look. Most take nanoseconds, but a few (long strings compared,
 * keys that collide) take milliseconds: then fewer of them. After the end every one: whoever
 * catches the error gets it again at once. */
static int pace(const struct tp_limit *limit, int count, uint64_t took_ns)
{
    if (limit->spent)
        return 1;
    if (took_ns > SELDOM_NS)
        return count > 10 ? count / 10 : 1;
    return took_ns < SELDOM_NS / 100 ? OFTEN : count;
}

/* What the hook wants to see. Lines cost: only where somebody asked for them. */
static int mask(const struct tp_vm *vm)
{
    return LUA_MASKCOUNT | (vm->config.lines ? LUA_MASKLINE : 0);
}

static void hook(lua_State *L, lua_Debug *frame)
{
    struct tp_vm *vm = tp_vm_of(L);
    if (frame->event == LUA_HOOKLINE) {
        if (vm->files.count > 0)
            tp_lines_ran(L, frame, vm->config.lines, vm->files.names[0]);
        return;
    }
    uint64_t now = observe(vm, L, TELL_EVERY_NS);
    int count = lua_gethookcount(L), next = pace(&vm->limit, count, now - vm->limit.looked_ns);
    vm->limit.looked_ns = now;
    if (next != count)
        lua_sethook(L, hook, mask(vm), next);
    end_if_spent(L);
}

void tp_limit_watch(lua_State *L)
{
    lua_sethook(L, hook, mask(tp_vm_of(L)), OFTEN);
}

bool tp_limit_begin(lua_State *L)
{
    struct tp_vm *vm = tp_vm_of(L);
    if (vm->limit.deadline_ns)
        return false;
    vm->limit.looked_ns = now_ns();
    vm->limit.used_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    vm->limit.deadline_ns = vm->limit.looked_ns + vm->config.resume_ns;
    vm->limit.begun = vm->limit.running = L;
    vm->limit.told_ns = 0;
    if (!vm->limit.spent)
        vm->memory.room = 0;
    return true;
}

void tp_limit_end(struct tp_vm *vm)
{
    vm->limit.deadline_ns = 0;
    vm->limit.begun = vm->limit.running = NULL;
    vm->memory.room = TP_MEMORY_EMERGENCY;
}

lua_State *tp_limit_enter(lua_State *co)
{
    struct tp_limit *limit = &tp_vm_of(co)->limit;
    lua_State *before = limit->running;
    limit->running = co;
    return before;
}

bool tp_limit_allows(struct tp_vm *vm, size_t bytes)
{
    struct tp_limit *limit = &vm->limit;
    if (!limit->running)
        return true;
    limit->allocated += bytes < LOOK_EVERY_BYTES ? bytes : LOOK_EVERY_BYTES;
    if (limit->allocated >= LOOK_EVERY_BYTES) {
        limit->allocated = 0;
        observe(vm, limit->running, TELL_EVERY_NS);
    }
    return !limit->spent || bytes <= UNWINDING_BYTES;
}

void tp_limit_refused(struct tp_vm *vm)
{
    lua_Debug frame;
    if (!vm->limit.running)
        return;
    place_in(vm, vm->limit.running, vm->limit.refused_at);
    vm->limit.refused_deep = lua_getstack(vm->limit.running, DEEP, &frame);
    observe(vm, vm->limit.running, TELL_EVERY_NS);
}

bool tp_limit_spent(lua_State *L, int status)
{
    struct tp_vm *vm = tp_vm_of(L);
    if (status == LUA_ERRMEM)
        mark_spent(vm, TP_ENOMEM, vm->limit.refused_at);
    return vm->limit.spent;
}

int tp_limit_report(const struct tp_vm *vm, const char *name, struct tp_err *err)
{
    const char *place = vm->limit.place[0] ? vm->limit.place : name;
    const char *colon = place[0] ? ": " : "";
    const char *deep =
        vm->limit.refused_deep ? ": does a function call itself without an end?" : "";
    if (vm->limit.spent == TP_ENOMEM)
        return tp_err_set(err, TP_ENOMEM, "%s%sthe routine needs more than %zu MiB of memory%s",
                          place, colon, vm->config.memory_bytes >> 20, deep);
    return tp_err_set(err, TP_ELIMIT,
                      "%s%sran for more than %.3g s without waiting: is there an endless loop?",
                      place, colon, (double)vm->config.resume_ns / 1e9);
}
