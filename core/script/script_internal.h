/* Shared by script.c and the bind_*.c files: what a binding can reach. Room-internal. */
#ifndef TP_SCRIPT_INTERNAL_H
#define TP_SCRIPT_INTERNAL_H

#include "core/script/script.h"
#include "core/script/vm.h"

#include <lauxlib.h>
#include <lua.h>

struct tp_script {
    struct tp_vm *vm;
    const struct tp_script_ops *ops;
    void *context;
    lua_State *routine; /* the coroutine that plays */
    int yielded;        /* values of its last yield, still on its stack */
    uint64_t seed;
    char name[128];        /* of the routine's file */
    struct tp_err failure; /* text of an op that failed, until it is raised */
    struct tp_err refusal; /* why it cannot be played here, no mistake in it; code 0: none */
};

/* The script that a binding belongs to: its first upvalue. */
struct tp_script *tp_script_of(lua_State *L);

/* Each adds its functions to the table `prim` on top of the stack. */
void tp_bind_step(lua_State *L, struct tp_script *script);
void tp_bind_sound(lua_State *L, struct tp_script *script);
void tp_bind_memory(lua_State *L, struct tp_script *script);
void tp_bind_device(lua_State *L, struct tp_script *script);

/* Adds a NULL-ended list of functions to the table on top. */
void tp_bind(lua_State *L, struct tp_script *script, const luaL_Reg *functions);

/* Raises the text of script->failure at the author's line. */
int tp_bind_failure(lua_State *L, struct tp_script *script);

/* Ends the script with script->refusal: raised as a skip that nobody waits for, so that no pcall of
 * the author's goes on. */
int tp_bind_refuse(lua_State *L);

/* The field `key` of the table at `index`; the texts live as long as the table. */
const char *tp_bind_text(lua_State *L, int index, const char *key);
double tp_bind_number(lua_State *L, int index, const char *key, double otherwise);
tp_frames tp_bind_frames(lua_State *L, int index, const char *key, tp_frames otherwise);

/* The value at `index`: nil, truth, number or text (which stays the VM's). */
struct tp_value tp_bind_value(lua_State *L, int index);
void tp_bind_push(lua_State *L, struct tp_value value);

#endif
