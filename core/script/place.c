/* Places and lines of errors. Must never run script code, allocate Lua memory on the way to a
 * report, or let a control byte of the script through. */
#include "core/script/place.h"

#include "core/base/text.h"
#include "core/script/vm_internal.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 300 }; /* bytes of an error's line: what a terminal shows without a flood */

void tp_place_finish_files(struct tp_place_files *files)
{
    free(files->names);
    *files = (struct tp_place_files){0};
}

const char *tp_place_add_file(struct tp_place_files *files, const char *name)
{
    char(*names)[TP_FILE] = realloc(files->names, (files->count + 1) * sizeof *names);
    if (!names)
        return NULL;
    files->names = names;
    size_t length = strlen(name);
    char *shown = names[files->count++];
    if (length < TP_FILE)
        snprintf(shown, TP_FILE, "%s", name);
    else
        snprintf(shown, TP_FILE, "...%s", name + length - (TP_FILE - 4));
    return shown;
}

static bool is_builtin(const char *source)
{
    return strncmp(source, TP_BUILTIN_PREFIX, strlen(TP_BUILTIN_PREFIX)) == 0;
}

const char *tp_place(lua_State *L, char out[TP_PLACE])
{
    char file[4 * TP_FILE];
    lua_Debug frame;
    out[0] = '\0';
    for (int level = 0; lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.currentline <= 0 || is_builtin(frame.source))
            continue;
        tp_text_clean(file, sizeof file, frame.short_src, strlen(frame.short_src));
        snprintf(out, TP_PLACE, "%s:%d", file, frame.currentline);
        break;
    }
    return out;
}

int tp_place_error(lua_State *L, const char *format, ...)
{
    char place[TP_PLACE];
    va_list args;
    va_start(args, format);
    tp_place(L, place);
    lua_pushfstring(L, place[0] ? "%s: " : "%s", place);
    lua_pushvfstring(L, format, args);
    va_end(args);
    lua_concat(L, 2);
    return lua_error(L);
}

/* Whether the value at `index` is the error whose place was noted. */
static bool is_noted(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tp_key_raised);
    bool same = lua_rawequal(L, -1, index);
    lua_pop(L, 1);
    return same && tp_vm_of(L)->raised_at[0];
}

int tp_place_note(lua_State *L)
{
    lua_settop(L, 1);
    if (is_noted(L, 1))
        return 1;
    tp_place(L, tp_vm_of(L)->raised_at);
    lua_pushvalue(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_raised);
    return 1;
}

/* Whether a message begins with one of the authors' files. */
static bool names_file(const struct tp_place_files *files, const char *text)
{
    for (size_t i = 0; i < files->count; i++) {
        size_t length = strlen(files->names[i]);
        if (strncmp(text, files->names[i], length) == 0 && text[length] == ':')
            return true;
    }
    return false;
}

/* The message without the error object's own code: strings as they are, numbers as Lua writes
 * them, anything else by its type. */
static const char *message(lua_State *L, char *room, size_t size, size_t *length)
{
    int type = lua_type(L, -1);
    if (type == LUA_TSTRING)
        return lua_tolstring(L, -1, length);
    if (type == LUA_TNUMBER && lua_isinteger(L, -1))
        snprintf(room, size, LUA_INTEGER_FMT, lua_tointeger(L, -1));
    else if (type == LUA_TNUMBER)
        snprintf(room, size, LUA_NUMBER_FMT, lua_tonumber(L, -1));
    else
        snprintf(room, size, "error object is %s%s", type == LUA_TNIL ? "" : "a ",
                 lua_typename(L, type));
    *length = strlen(room);
    return room;
}

/* The best that is known of where the error on top came from; `place` is room for it. */
static const char *best_place(lua_State *L, const char *file, char place[TP_PLACE])
{
    const struct tp_vm *vm = tp_vm_of(L);
    if (tp_place(L, place)[0])
        return place;
    if (is_noted(L, -1))
        return vm->raised_at;
    return file[0] || !vm->files.count ? file : vm->files.names[0];
}

int tp_place_report(lua_State *L, int code, const char *file, struct tp_err *err)
{
    char room[64], place[TP_PLACE], line[LONGEST + 1];
    size_t length = 0;
    struct tp_buf buf = {0};
    const char *text = message(L, room, sizeof room, &length);
    if (!names_file(&tp_vm_of(L)->files, text)) {
        const char *where = best_place(L, file, place);
        tp_buf_printf(&buf, where[0] ? "%s: " : "%s", where);
    }
    tp_buf_add(&buf, text, length < 2 * LONGEST ? length : 2 * LONGEST);
    tp_text_clean(line, sizeof line, buf.data ? buf.data : "", buf.length);
    tp_buf_finish(&buf);
    return tp_err_set(err, code, "%s", line);
}
