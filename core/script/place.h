/* Where in the author's files something happens, and one clean line about an error there.
 *
 * Built-in chunks never show: a mistake is always told at the author's line. Runs no script code
 * and allocates no Lua memory on the way to a report, so that it works after memory ran out.
 * Room-internal. */
#ifndef TP_SCRIPT_PLACE_H
#define TP_SCRIPT_PLACE_H

#include "core/base/err.h"

#include <lua.h>
#include <stddef.h>

/* Chunk names of built-in chunks start with this. */
#define TP_BUILTIN_PREFIX "@tprun:"

enum {
    TP_FILE = LUA_IDSIZE,        /* room for a file name as Lua shows it */
    TP_PLACE = 4 * TP_FILE + 16, /* for "file:line", with every byte of the name escaped */
};

/* The authors' files that were loaded, by the names that errors show. Zero is none. */
struct tp_place_files {
    char (*names)[TP_FILE]; /* owned */
    size_t count;
};

void tp_place_finish_files(struct tp_place_files *files);

/* Notes a file; returns its name as Lua shows it (a long one is cut at the front), which lives
 * until the next call. NULL when out of memory. */
const char *tp_place_add_file(struct tp_place_files *files, const char *name);

/* "neck.lua:12" of the innermost author's frame, cleaned; "" when there is none. Returns `out`. */
const char *tp_place(lua_State *L, char out[TP_PLACE]);

/* Raises "neck.lua:12: TEXT" with the innermost author's frame; the text by lua_pushfstring. */
int tp_place_error(lua_State *L, const char *format, ...);

/* A message handler: notes the place at which the error, its argument and result, is raised, for
 * tp_place_report after the frames are gone. One that is only raised again keeps its place. */
int tp_place_note(lua_State *L);

/* Writes the line for the error object on top of `L`'s stack, cut at 300 bytes and cleaned. Where
 * neither the error nor the stack nor the note tells a place, `file` stands for it ("": the file
 * that was loaded first). Returns -code. */
int tp_place_report(lua_State *L, int code, const char *file, struct tp_err *err);

#endif
