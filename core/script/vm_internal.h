/* What a VM is made of. Only the files that build the VM and its sandbox include this; binding
 * files use vm.h. */
#ifndef TP_SCRIPT_VM_INTERNAL_H
#define TP_SCRIPT_VM_INTERNAL_H

#include "core/script/limit.h"
#include "core/script/memory.h"
#include "core/script/place.h"
#include "core/script/vm.h"

struct tp_vm {
    lua_State *state;
    struct tp_vm_config config;
    struct tp_memory memory;
    struct tp_limit limit;
    struct tp_place_files files;
    char raised_at[TP_PLACE]; /* where the error tp_key_raised was raised; "" when unknown */
};

/* Registry keys, by address. */
extern const char tp_key_words;   /* the names that routines know */
extern const char tp_key_globals; /* _ENV of routines */
extern const char tp_key_trusted; /* _ENV of built-in chunks */
extern const char tp_key_last;    /* the coroutine that ended last, kept for its results */

extern const char tp_key_raised; /* the error that tp_place_note saw last */

/* Fills the registry with the tables above. May raise; called protected, once. [vm.c] */
int tp_sandbox_open(lua_State *L);

/* Loads and runs a built-in chunk: arguments popped, its one result pushed. May raise. */
void tp_builtin_call(lua_State *L, const char *name, int arguments);

#endif
