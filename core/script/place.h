/* Where in the author's files something happens, and one clean line about an error there.
 *
 * Built-in chunks never show: a mistake is always told at the author's line. Runs no script code
 * and allocates nothing, so that it works after memory ran out. Room-internal. */
#ifndef TP_SCRIPT_PLACE_H
#define TP_SCRIPT_PLACE_H

#include "core/base/err.h"

#include <lua.h>

/* Room for "file:line" as Lua cuts it (60 bytes and a number). */
enum { TP_PLACE = 80 };

/* Chunk names of built-in chunks start with this. */
#define TP_BUILTIN_PREFIX "@tprun:"

/* "neck.lua:12" of the innermost author's frame; "" when there is none. Returns `out`. */
const char *tp_place(lua_State *L, char out[TP_PLACE]);

/* Raises "neck.lua:12: TEXT" with the innermost author's frame. Text by lua_pushfstring's rules. */
int tp_place_error(lua_State *L, const char *format, ...);

/* Writes the line for the error object on top of `L`'s stack, cut at 300 bytes and cleaned; `name`
 * stands for the place when none is known (may be ""). Returns -code. */
int tp_place_report(lua_State *L, int code, const char *name, struct tp_err *err);

#endif
