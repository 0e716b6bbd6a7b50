/* The Lua VM of one session: sandbox, limits, and the only caller of lua_resume.
 *
 * Room-internal: only files of core/script include it. One VM belongs to one thread at a time. It
 * knows nothing of routines, verbs or sound: it loads text, runs it under limits, and says with one
 * clean line why it ended. */
#ifndef TP_SCRIPT_VM_H
#define TP_SCRIPT_VM_H

#include "core/base/err.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tp_vm;

struct tp_vm_config {
    size_t memory_bytes; /* cap on what the script holds; 0 = 64 MiB */
    uint64_t resume_ns;  /* time one resume may take; 0 = 1 s */
    uint64_t seed;       /* of math.random */
    /* Called now and then while a script runs (from the hook and the parser's reader), with the
     * file:line where it is ("" when unknown): a sign of life for the watchdog. May be NULL. */
    void (*alive)(void *context, const char *where);
    void *context;
};

enum tp_vm_status { TP_VM_DONE, TP_VM_YIELDED };

/* Makes the state, the environment that routines see (allow list, own pcall, pairs, sort, tostring
 * …) and the trusted one that the vocabulary sees. -TP_ENOMEM. */
int tp_vm_create(struct tp_vm **out, const struct tp_vm_config *config, struct tp_err *err);

/* Closes the state; runs no script code. NULL is fine. */
void tp_vm_destroy(struct tp_vm *vm);

/* The main state, for binding files. */
lua_State *tp_vm_lua(struct tp_vm *vm);

/* The VM that a state belongs to. */
struct tp_vm *tp_vm_of(lua_State *L);

/* Pushes the table that is `_ENV` of every routine and module of authors; verbs are put there. */
void tp_vm_push_environment(lua_State *L);

/* Loads text (at most 256 KiB, no bytecode, fed in 4 KiB slices under the clock) as a function of
 * the routine's environment, onto the stack of `L`. `name` is what errors say ("neck.lua").
 * -TP_ESCRIPT with "neck.lua:3: …", -TP_ELIMIT. */
int tp_vm_load(lua_State *L, const char *name, const char *text, size_t length, struct tp_err *err);

/* Runs the built-in chunk `name` (a file of core/script/lua) in the trusted environment (raw
 * libraries, `environment` = the routine's table, `require` of other built-in chunks) with the
 * `arguments` topmost values popped as its arguments, and leaves its one result. */
int tp_vm_run_builtin(lua_State *L, const char *name, int arguments, struct tp_err *err);

/* Makes a coroutine of the function on top of the main state (popped) and anchors it. */
int tp_vm_start(struct tp_vm *vm, lua_State **out, struct tp_err *err);

/* Runs `co` with the `arguments` topmost values of its stack until it yields, returns or fails,
 * within the time and memory limits. Returns a tp_vm_status with `*results` values on the stack of
 * `co`, or a negative code with one clean line: -TP_ESCRIPT (mistake), -TP_ELIMIT (time),
 * -TP_ENOMEM. */
int tp_vm_resume(struct tp_vm *vm, lua_State *co, int arguments, int *results, struct tp_err *err);

/* Ends a verb's wait early: raised by the vocabulary, caught by it, passed on by the authors'
 * pcall, xpcall and coroutines. A light userdata; compare with lua_touserdata. */
extern const char tp_vm_skip;

/* First value of every yield of a verb, so that the authors' coroutine.resume and wrap can pass it
 * up to the engine. A light userdata. */
extern const char tp_vm_verb;

/* Bytes that the script holds now and held at most. */
size_t tp_vm_memory(const struct tp_vm *vm);
size_t tp_vm_memory_peak(const struct tp_vm *vm);

#endif
