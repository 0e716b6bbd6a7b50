/* The time and memory limits of a VM, and the one way in which they end a script.
 *
 * Once a limit is passed the VM is spent: the error is raised again at the next instruction of
 * whoever catches it, and the authors' pcall, xpcall, resume and wrap pass it on. Room-internal. */
#ifndef TP_SCRIPT_LIMIT_H
#define TP_SCRIPT_LIMIT_H

#include "core/base/err.h"
#include "core/script/place.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tp_vm;

struct tp_limit {
    lua_State *begun;          /* what the host runs; NULL when nothing runs */
    lua_State *running;        /* the author's coroutine in it that runs now, or the same */
    uint64_t deadline_ns;      /* on CLOCK_MONOTONIC; 0 = no clock runs */
    uint64_t used_ns;          /* of the processor, by this thread, when the clock started */
    uint64_t looked_ns;        /* when the hook looked at the clock last */
    uint64_t told_ns;          /* when `alive` was called last */
    size_t allocated;          /* bytes since the allocator looked at the clock */
    int spent;                 /* 0, TP_ELIMIT (time) or TP_ENOMEM */
    char place[TP_PLACE];      /* where that happened; "" when unknown */
    char refused_at[TP_PLACE]; /* where the last allocation was refused */
    bool refused_deep;         /* in the middle of very many calls */
};

/* Starts the clock for `L` unless it runs; true when this call started it and must end it. */
bool tp_limit_begin(lua_State *L);
void tp_limit_end(struct tp_vm *vm);

/* Notes that `co` runs now; returns what ran before, to be handed back in. */
lua_State *tp_limit_enter(lua_State *co);

/* Hooks the state, so that the clock is looked at; coroutines made from it inherit that. */
void tp_limit_watch(lua_State *L);

/* Looks at the clock; raises when the time is over. For C functions whose time grows with the
 * data: a few hundred calls of them between two hooks may be minutes. */
void tp_limit_look(lua_State *L);

/* The same, and tells the watchdog the place at once: before C functions that may never end. */
void tp_limit_tell(lua_State *L);

/* Whether the allocator may serve a growth of `bytes`: no when the VM is spent and it is more than
 * unwinding needs. Looks at the clock once in a MiB, for instructions that copy much. */
bool tp_limit_allows(struct tp_vm *vm, size_t bytes);

/* An allocation was refused: notes the place and looks at the clock, for Lua now collects all. */
void tp_limit_refused(struct tp_vm *vm);

/* True when the VM is spent. `status` is that of the error just caught; notes a memory error. */
bool tp_limit_spent(lua_State *L, int status);

/* The limit's one line; `name` stands for the place when none is known. Returns the code. */
int tp_limit_report(const struct tp_vm *vm, const char *name, struct tp_err *err);

#endif
