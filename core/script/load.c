/* Loading of authors' text. Must never let anything but text reach the parser. */
#include "core/script/load.h"

#include "core/script/scan.h"
#include "core/script/vm_internal.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

struct reader {
    const char *rest;
    size_t length;
};

/* The parser's time counts too, and no hook runs there: so it is fed small slices. */
static const char *read_slice(lua_State *L, void *data, size_t *size)
{
    enum { SLICE = 4096 };
    struct reader *reader = data;
    const char *slice = reader->rest;
    tp_limit_look(L);
    *size = reader->length < SLICE ? reader->length : SLICE;
    reader->rest += *size;
    reader->length -= *size;
    return slice;
}

/* Steps over a byte order mark and a first line that begins with # (its line end stays, so that
 * lines keep their numbers), as Lua does with files. */
static struct reader skip_start(const char *text, size_t length)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct reader reader = {text, length};
    if (length >= 3 && memcmp(text, mark, 3) == 0)
        reader = (struct reader){text + 3, length - 3};
    if (reader.length && reader.rest[0] == '#') {
        const char *end = memchr(reader.rest, '\n', reader.length);
        size_t first = end ? (size_t)(end - reader.rest) : reader.length;
        reader = (struct reader){reader.rest + first, reader.length - first};
    }
    return reader;
}

static int line_of(const char *text, const char *at)
{
    int line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static void refuse_what_is_not_text(lua_State *L, const char *name, const char *text, size_t length,
                                    const struct reader *reader)
{
    if (length > TP_LOAD_LONGEST)
        luaL_error(L, "%s: is longer than %d KiB", name, TP_LOAD_LONGEST / 1024);
    if (reader->length && reader->rest[0] == LUA_SIGNATURE[0])
        luaL_error(L, "%s: is compiled Lua, and no text", name);
    const char *zero = memchr(text, '\0', length);
    if (zero)
        luaL_error(L, "%s:%d: has a zero byte, as no text has", name, line_of(text, zero));
}

/* What a person who never programmed can do about the parser's words; "" when it says enough. */
static const char *hint(const char *text)
{
    static const struct {
        const char *part, *hint;
    } hints[] = {
        {"near '<\\", "; quotes must be straight ones, and other signs stand in a text only"},
        {"unfinished string", "; a text ends on its line, with the quote that it began with"},
        {"malformed number", "; a number stands without its unit, decimals have a point"},
        {"'}' expected (to close", "; a bracket { was not closed"},
        {"'end' expected", "; each do, then and function() needs its end"},
        {"'}' expected near", "; is there a comma missing, or a quote?"},
        {"<name> expected near", "; a value is written name = value"},
        {"'then' expected near '='", "; to compare, write =="},
        {"syntax error near", "; a text stands in quotes, several things in { }, nothing as ()"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strstr(text, hints[i].part))
            return hints[i].hint;
    return "";
}

/* Raises the parser's error on top; what has no line gets the file's name at least. */
static void refuse(lua_State *L, int status, const char *name)
{
    const char *text = lua_tostring(L, -1);
    if (!tp_limit_spent(L, status) && text) {
        bool placed = strncmp(text, name, strlen(name)) == 0;
        lua_pushfstring(L, "%s%s%s%s", placed ? "" : name, placed ? "" : ": ", text, hint(text));
    }
    lua_error(L);
}

void tp_load_text(lua_State *L, const char *name, const char *text, size_t length)
{
    struct reader reader = skip_start(text, length);
    name = tp_place_add_file(&tp_vm_of(L)->files, name);
    if (!name) {
        luaL_error(L, "out of memory");
        return;
    }
    refuse_what_is_not_text(L, name, text, length, &reader);
    int line = tp_scan_long_chain(reader.rest, reader.length);
    if (line)
        luaL_error(L, "%s:%d: more than %d fields in a row", name, line, TP_SCAN_LONGEST);
    const char *chunk = lua_pushfstring(L, "@%s", name);
    int status = lua_load(L, read_slice, &reader, chunk, "t");
    if (status != LUA_OK)
        refuse(L, status, name);
    lua_remove(L, -2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tp_key_globals);
    lua_setupvalue(L, -2, 1);
}
