/* The authors' string functions that Lua's own would run without an end or with addresses.
 *
 * Lua's pattern matcher can take for ever on a text of some dozen bytes and no hook runs in it: the
 * watchdog ends that, and so that it can name the line, each call tells it first. */
#include "core/script/libs.h"
#include "core/script/limit.h"

#include <stdbool.h>
#include <string.h>

/* Calls Lua's own function, the upvalue, with all arguments. */
static int call_original(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

int tp_lib_looked(lua_State *L)
{
    tp_limit_look(L);
    return call_original(L);
}

static int told(lua_State *L)
{
    tp_limit_tell(L);
    return call_original(L);
}

static int string_gmatch(lua_State *L)
{
    call_original(L);
    lua_settop(L, 1);
    lua_pushcclosure(L, told, 1);
    return 1;
}

/* Where a search begins, counted from 0, by the rules of string.find. */
static size_t start_of(lua_Integer init, size_t length)
{
    if (init > 0)
        return (size_t)init - 1;
    if (init == 0 || init < -(lua_Integer)length)
        return 0;
    return length - (size_t)-init;
}

static bool has_magic(const char *pattern, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (pattern[i] && strchr("^$*+?.([%-", pattern[i]))
            return true;
    return false;
}

/* Plain searches by memmem, whose time is linear; Lua's own is quadratic. */
static int string_find(lua_State *L)
{
    size_t length, wanted;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &wanted);
    size_t start = start_of(luaL_optinteger(L, 3, 1), length);
    if (!lua_toboolean(L, 4) && has_magic(pattern, wanted))
        return told(L);
    tp_limit_look(L);
    const char *found =
        start > length ? NULL : memmem(text + start, length - start, pattern, wanted);
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, found - text + 1);
    lua_pushinteger(L, found - text + (lua_Integer)wanted);
    return 2;
}

static int string_rep(lua_State *L)
{
    size_t length, between;
    luaL_Buffer buffer;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &between);
    tp_limit_look(L);
    if (count <= 0 || length + between == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (length + between > (size_t)LUA_MAXINTEGER / (size_t)count)
        return luaL_error(L, "string.rep: the result would be too long");
    size_t total = (size_t)count * length + (size_t)(count - 1) * between, done = length;
    char *out = luaL_buffinitsize(L, &buffer, total);
    memcpy(out, text, length);
    for (lua_Integer i = 1; i < count; i++) {
        memcpy(out + done, separator, between);
        memcpy(out + done + between, text, length);
        done += between + length;
    }
    luaL_pushresultsize(&buffer, total);
    return 1;
}

/* Replaces what %s is to show by its text, so that no address and no type but text gets there, and
 * lets Lua do the rest. */
static int string_format(lua_State *L)
{
    size_t length;
    const char *format = luaL_checklstring(L, 1, &length), *end = format + length;
    int argument = 1;
    for (const char *at = format; at < end; at++) {
        if (*at != '%')
            continue;
        at++;
        while (at < end && *at && strchr("-+ #0123456789.", *at))
            at++;
        argument += *at != '%';
        if (*at == 'p')
            return luaL_error(L, "string.format: %%p would show the machine, not the routine");
        if (*at != 's' || lua_isnone(L, argument))
            continue;
        tp_lib_push_text(L, argument);
        lua_replace(L, argument);
    }
    return tp_lib_looked(L);
}

const luaL_Reg tp_lib_string[] = {
    {"byte", tp_lib_looked},   {"find", string_find}, {"format", string_format},
    {"gmatch", string_gmatch}, {"gsub", told},        {"match", told},
    {"rep", string_rep},       {NULL, NULL},
};
