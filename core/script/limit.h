/* The time and memory limits of a VM and the one way in which they end a script.
 *
 * Once a limit is passed the VM is spent: the same error is raised again at the next instruction of
 * whoever catches it, and the authors' pcall, xpcall, resume and wrap pass it on. Room-internal. */
#ifndef TP_SCRIPT_LIMIT_H
#define TP_SCRIPT_LIMIT_H

#include "core/base/err.h"
#include "core/script/place.h"

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

struct tp_vm;

struct tp_limit {
    uint64_t deadline_ns; /* on CLOCK_MONOTONIC; 0 = no clock runs */
    uint64_t told_ns;     /* when `alive` was called last */
    int spent;            /* 0, TP_ELIMIT (time) or TP_ENOMEM */
    char place[TP_PLACE]; /* where that happened; "" when unknown */
};

/* Starts the clock unless it runs; true when this call started it and must end it. */
bool tp_limit_begin(struct tp_vm *vm);
void tp_limit_end(struct tp_vm *vm);

/* Hooks the state, so that the clock is looked at; coroutines made from it inherit that. */
void tp_limit_watch(lua_State *L);

/* Looks at the clock; raises when the time is over. For C functions that take long. */
void tp_limit_look(lua_State *L);

/* Tells the watchdog that the script is alive and where, at once: before C calls without an end. */
void tp_limit_tell(lua_State *L);

/* True when the error on top of the stack, raised with `status`, must not be caught by authors: a
 * skip, or a limit that was passed. Notes a memory error. */
bool tp_limit_passes(lua_State *L, int status);

/* The limit's one line; returns the negative code. */
int tp_limit_report(const struct tp_vm *vm, const char *name, struct tp_err *err);

#endif
