/* One order for everything: sorting of values and of keys, the same on every machine and in every
 * run. Room-internal. */
#ifndef TP_SCRIPT_ORDER_H
#define TP_SCRIPT_ORDER_H

#include <lua.h>
#include <stdbool.h>

/* Whether the value below the top goes before the one on top; leaves the stack as it is. */
typedef bool tp_before(lua_State *L);

/* Sorts entries 1…count of the table at `index` (raw), stable, under the clock. May raise. */
void tp_sort(lua_State *L, int index, lua_Integer count, tp_before *before);

/* The order of keys: whole numbers from 1 on, then all other numbers by value, then strings
 * bytewise, then false, then true. */
bool tp_key_before(lua_State *L);

/* Raises when the key at `index` is of another type: it would be ordered by its address. */
void tp_key_check(lua_State *L, int index);

#endif
