/* Author's text into a function of the routines' environment. Room-internal; see tp_vm_load. */
#ifndef TP_SCRIPT_LOAD_H
#define TP_SCRIPT_LOAD_H

#include <lua.h>
#include <stddef.h>

/* Most bytes of a routine or module. */
enum { TP_LOAD_LONGEST = 256 * 1024 };

/* Pushes the function; raises one line with file and line when the text is refused. */
void tp_load_text(lua_State *L, const char *name, const char *text, size_t length);

#endif
