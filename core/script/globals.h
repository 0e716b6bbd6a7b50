/* `_ENV` of routines: the words they know, read-only, and the authors' own globals beside them.
 * Room-internal. */
#ifndef TP_SCRIPT_GLOBALS_H
#define TP_SCRIPT_GLOBALS_H

#include <lua.h>

/* Pushes a new `_ENV` over the table of words at `words`. May raise. */
void tp_globals_push(lua_State *L, int words);

#endif
