/* `_ENV` of routines. A name that nobody gave is a mistake, and the nearest right one is named. */
#include "core/script/globals.h"

#include "core/base/text.h"
#include "core/script/place.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

enum { WORDS = 1, ASSIGNED }; /* upvalues */

enum { MOST_NAMES = 500 };

/* Adds the string keys of the table at `index`, which keeps them alive. */
static size_t add_names(lua_State *L, int index, const char **names, size_t count)
{
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (count < MOST_NAMES && lua_type(L, -1) == LUA_TSTRING)
            names[count++] = lua_tostring(L, -1);
    }
    return count;
}

static bool stands_in(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

/* Whether `name`, which has no value, is rather a text that lost its quotes. */
static bool wants_quotes(const char *name, const char *near)
{
    static const char *const values[] = {"left",  "right",    "both", "fingers", "thumb",
                                         "cane",  "knuckle",  "ball", "roller",  "sitting",
                                         "lying", "standing", "wall", NULL};
    static const char *const withheld[] = {"_ENV", "collectgarbage", "debug",    "dofile",
                                           "io",   "load",           "loadfile", "loadstring",
                                           "os",   "package",        "warn",     NULL};
    return stands_in(name, values) || (!near && !stands_in(name, withheld));
}

static int unknown(lua_State *L, const char *name)
{
    const char *names[MOST_NAMES];
    size_t count = add_names(L, lua_upvalueindex(WORDS), names, 0);
    count = add_names(L, lua_upvalueindex(ASSIGNED), names, count);
    const char *near = tp_text_nearest(name, names, count);
    if (wants_quotes(name, near))
        return tp_place_error(
            L, "'%s' is not a name that routines know; a text stands in quotes: \"%s\"", name,
            name);
    if (near)
        return tp_place_error(L, "'%s' is not a name that routines know; did you mean '%s'?", name,
                              near);
    return tp_place_error(L, "'%s' is not a name that routines know", name);
}

/* The globals have no such field (or nil). */
static int read_name(lua_State *L)
{
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(WORDS)) != LUA_TNIL || lua_type(L, 2) != LUA_TSTRING)
        return 1;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(ASSIGNED)) == LUA_TNIL)
        return unknown(L, lua_tostring(L, 2));
    lua_pushnil(L);
    return 1;
}

static int assign_name(lua_State *L)
{
    lua_settop(L, 3);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(WORDS)) != LUA_TNIL)
        return tp_place_error(L,
                              "'%s' is a word of routines and stays what it is; choose another "
                              "name",
                              lua_tostring(L, 2));
    lua_settop(L, 3);
    lua_pushvalue(L, 2);
    lua_pushboolean(L, true);
    lua_rawset(L, lua_upvalueindex(ASSIGNED));
    lua_rawset(L, 1);
    return 0;
}

void tp_globals_push(lua_State *L, int words)
{
    words = lua_absindex(L, words);
    lua_newtable(L); /* globals */
    lua_newtable(L); /* their metatable */
    lua_newtable(L); /* names that were assigned */
    lua_pushvalue(L, words);
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, read_name, ASSIGNED);
    lua_setfield(L, -3, "__index");
    lua_pushvalue(L, words);
    lua_insert(L, -2);
    lua_pushcclosure(L, assign_name, ASSIGNED);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}
