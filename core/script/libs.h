/* The functions that stand in for Lua's own, and what they share. Room-internal.
 *
 * Each list names the functions of one library that are replaced; the first upvalue of each is
 * Lua's own function of that name (nil when there is none). What no list names is Lua's. */
#ifndef TP_SCRIPT_LIBS_H
#define TP_SCRIPT_LIBS_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

extern const luaL_Reg tp_lib_base[], tp_lib_coroutine[], tp_lib_math[], tp_lib_string[],
    tp_lib_table[], tp_lib_utf8[];

/* More of the base library, by subject. */
extern const luaL_Reg tp_lib_metatable[], tp_lib_pairs[], tp_lib_protect[];

/* Field in the metatable of a read-only table: its name. Authors cannot make one. */
#define TP_READ_ONLY "read-only"

/* Calls Lua's own function after a look at the clock. */
int tp_lib_looked(lua_State *L);

/* Pushes the text of a value as tostring gives it: no address is ever in it. May raise. */
void tp_lib_push_text(lua_State *L, int index);

/* Pushes a function that steps through the table at `index` in the order of keys. May raise. */
void tp_lib_push_steps(lua_State *L, int index);

/* The error on top of the stack is a skip, which only the vocabulary catches. */
bool tp_lib_is_skip(lua_State *L);

/* The vocabulary's pcall: catches a skip, but never a passed limit. */
int tp_lib_trusted_pcall(lua_State *L);

/* require of authors; the first upvalue is the table of what is loaded. */
int tp_lib_require(lua_State *L);

#endif
