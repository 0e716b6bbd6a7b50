/* Which lines of a routine run, noted for a check. Room-internal; what others see is in script.h.
 *
 * There is one hook for a state: limit.c's, which hands its line events over to here. */
#ifndef TP_SCRIPT_LINES_H
#define TP_SCRIPT_LINES_H

#include "core/script/script.h"

#include <lua.h>

/* A line begins to run; `frame` is the hook's. `name` is that of the routine's file. */
void tp_lines_ran(lua_State *L, lua_Debug *frame, const struct tp_script_lines *lines,
                  const char *name);

#endif
