/* The functions that stand in for Lua's own in the environment of routines. Room-internal.
 *
 * Each list replaces the entries of the same names; what a list lacks is Lua's. */
#ifndef TP_SCRIPT_LIBS_H
#define TP_SCRIPT_LIBS_H

#include <lauxlib.h>

extern const luaL_Reg tp_lib_protect[];   /* pcall, xpcall */
extern const luaL_Reg tp_lib_coroutine[]; /* resume, wrap */

#endif
