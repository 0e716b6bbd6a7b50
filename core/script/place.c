/* Places and lines of errors. Must never run script code, allocate Lua memory on the way to a
 * report, or let a control byte of the script through. */
#include "core/script/place.h"

#include "core/base/text.h"
#include "core/script/vm.h"

#include <lauxlib.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 300 }; /* bytes of an error's line: what a terminal shows without a flood */

static bool is_builtin(const char *source)
{
    return strncmp(source, TP_BUILTIN_PREFIX, strlen(TP_BUILTIN_PREFIX)) == 0;
}

const char *tp_place(lua_State *L, char out[TP_PLACE])
{
    lua_Debug frame;
    out[0] = '\0';
    for (int level = 0; lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.currentline <= 0 || is_builtin(frame.source))
            continue;
        snprintf(out, TP_PLACE, "%s:%d", frame.short_src, frame.currentline);
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

/* Length of the "file:12: " at the start of a message, 0 when it has none. */
static size_t prefix_length(const char *text)
{
    const char *colon = text;
    while ((colon = strchr(colon, ':'))) {
        size_t digits = strspn(++colon, "0123456789");
        if (digits && colon[digits] == ':' && colon[digits + 1] == ' ')
            return (size_t)(colon - text) + digits + 2;
        if (colon - text > TP_PLACE)
            break;
    }
    return 0;
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
        snprintf(room, size, "error object is a %s", lua_typename(L, type));
    *length = strlen(room);
    return room;
}

int tp_place_report(lua_State *L, int code, const char *name, struct tp_err *err)
{
    char room[64], place[TP_PLACE], line[LONGEST + 1];
    size_t length = 0;
    const char *text = message(L, room, sizeof room, &length);
    size_t known = prefix_length(text);
    tp_place(L, place);
    if (strncmp(text, &TP_BUILTIN_PREFIX[1], strlen(TP_BUILTIN_PREFIX) - 1) == 0)
        known = 0; /* a mistake shown by the vocabulary: the author's line comes first */
    struct tp_buf buf = {0};
    if (!known && (place[0] || name[0]))
        tp_buf_printf(&buf, "%s: ", place[0] ? place : name);
    tp_buf_add(&buf, text, length < 4 * LONGEST ? length : 4 * LONGEST);
    tp_text_clean(line, sizeof line, buf.data ? buf.data : "", buf.length);
    tp_buf_finish(&buf);
    return tp_err_set(err, code, "%s", line);
}
