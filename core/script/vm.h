/* The Lua VM of one session: sandbox, limits, and all that resumes coroutines.
 *
 * Room-internal: only files of core/script include it. One VM belongs to one thread at a time. It
 * knows nothing of routines, verbs or sound: it loads text, runs it under limits, and says with one
 * clean line why it ended. */
#ifndef TP_SCRIPT_VM_H
#define TP_SCRIPT_VM_H

#include "core/base/err.h"
#include "core/base/text.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tp_vm;
struct tp_script_lines;

struct tp_vm_config {
    size_t memory_bytes; /* cap on what the script holds; 0 = 64 MiB */
    uint64_t resume_ns;  /* time one resume may take; 0 = 1 s */
    uint64_t seed;       /* of math.random */
    /* Called now and then while a script runs (from the hook and the parser's reader), with the
     * file:line where it is ("" when unknown): a sign of life for the watchdog. May be NULL. */
    void (*alive)(void *context, const char *where);
    /* What the script prints, one line without its end; NULL drops it. */
    void (*print)(void *context, const char *text);
    /* Source of the module `name` of `require` (lower-case words joined by dots) and the file name
     * that errors show. NULL: there are no modules. */
    int (*module)(void *context, const char *name, struct tp_buf *source, char *shown,
                  size_t shown_size, struct tp_err *err);
    const struct tp_script_lines *lines; /* of the first file that is loaded; NULL: not noted */
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

/* Pushes the table of the words that routines know; verbs are put there, before the first routine
 * is loaded. Routines read it through their `_ENV` and cannot change it. */
void tp_vm_push_environment(lua_State *L);

/* Loads text (at most 256 KiB, no bytecode, fed in 4 KiB slices under the clock) as a function of
 * the routine's environment, onto the stack of `L`. `name` is what errors say ("neck.lua").
 * -TP_ESCRIPT with "neck.lua:3: …", -TP_ELIMIT. */
int tp_vm_load(lua_State *L, const char *name, const char *text, size_t length, struct tp_err *err);

/* Runs the built-in chunk `name` (a file of core/script/lua) in the trusted environment with the
 * `arguments` topmost values popped as its arguments, and leaves its one result.
 *
 * The trusted environment has the same libraries, and besides: `environment` (the words of
 * routines), `require` of other built-in chunks (each runs once), `fail(text)` (raises the text at
 * the author's line), `readonly(table, name)` (the same table for reading only), `skip` and `verb`
 * (the marks below), a `pcall` that catches a skip, and Lua's own metatable functions. */
int tp_vm_run_builtin(lua_State *L, const char *name, int arguments, struct tp_err *err);

/* Makes a coroutine of the function on top of the main state (popped) and anchors it until it ends;
 * what it leaves then stays readable until the next one ends. */
int tp_vm_start(struct tp_vm *vm, lua_State **out, struct tp_err *err);

/* Runs `co` with the `arguments` topmost values of its stack until it yields, returns or fails,
 * within the time and memory limits. Returns a tp_vm_status with `*results` values on the stack of
 * `co`, or a negative code with one clean line: -TP_ESCRIPT (mistake), -TP_ELIMIT (time),
 * -TP_ENOMEM. Of a yield the first result is the mark tp_vm_verb; the caller pops all of them
 * before the next resume. After -TP_ELIMIT and -TP_ENOMEM the VM is spent and only fails. */
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
