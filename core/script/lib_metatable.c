/* The authors' setmetatable, getmetatable and rawset.
 *
 * The table an author hands in is never the metatable itself: its metamethods are copied into a
 * hidden one, anew at each setmetatable. So nothing that is added to it later can make a table weak
 * (which would show when the collector runs, and reaches a use after free in Lua up to 5.4.7), give
 * it a finalizer (where no hook runs), or make it its own __call (which never ends). */
#include "core/script/libs.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

/* Keys by address: the hidden metatable in the author's table, and back. */
static const char hidden_key, author_key;

static const char *const events[] = {
    "__add",    "__band", "__bnot", "__bor",      "__bxor",     "__call",  "__close",
    "__concat", "__div",  "__eq",   "__idiv",     "__index",    "__le",    "__len",
    "__lt",     "__mod",  "__mul",  "__name",     "__newindex", "__pairs", "__pow",
    "__shl",    "__shr",  "__sub",  "__tostring", "__unm",
};

static void refuse(lua_State *L, int metatable, const char *event)
{
    lua_pushstring(L, event);
    if (lua_rawget(L, metatable) != LUA_TNIL)
        luaL_error(L, "setmetatable: %s is not available in routines", event);
    lua_pop(L, 1);
}

/* Copies the metamethods of the table at `from` into the one at `to`. */
static void copy_events(lua_State *L, int from, int to)
{
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        lua_pushstring(L, events[i]);
        lua_pushvalue(L, -1);
        int type = lua_rawget(L, from);
        if (strcmp(events[i], "__call") == 0 && type != LUA_TNIL && type != LUA_TFUNCTION)
            luaL_error(L, "setmetatable: __call must be a function");
        lua_rawset(L, to);
    }
    lua_pushliteral(L, "__metatable");
    lua_pushvalue(L, -1);
    if (lua_rawget(L, from) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushvalue(L, from);
    }
    lua_rawset(L, to);
}

/* Pushes the hidden metatable that goes with the author's table at index 2. */
static void push_hidden(lua_State *L)
{
    if (lua_rawgetp(L, 2, &hidden_key) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, 2);
    lua_rawsetp(L, -2, &author_key);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, 2, &hidden_key);
}

/* Of the value at index 1: whether it has a metatable that its author may not see or change; the
 * program's own always are. */
static bool is_protected(lua_State *L)
{
    if (!lua_getmetatable(L, 1))
        return false;
    lua_rawgetp(L, -1, &author_key);
    lua_pushliteral(L, "__metatable");
    lua_rawget(L, -3);
    bool is = lua_isnil(L, -2) || !lua_rawequal(L, -1, -2);
    lua_pop(L, 3);
    return is;
}

static int base_setmetatable(lua_State *L)
{
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    lua_settop(L, 2);
    if (is_protected(L))
        return luaL_error(L, "cannot change a protected metatable");
    if (type == LUA_TTABLE) {
        refuse(L, 2, "__gc");
        refuse(L, 2, "__mode");
        push_hidden(L);
        copy_events(L, 2, 3);
    }
    lua_setmetatable(L, 1);
    lua_settop(L, 1);
    return 1;
}

static int base_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (!lua_getmetatable(L, 1)) {
        lua_pushnil(L);
        return 1;
    }
    if (lua_rawgetp(L, -1, &author_key) == LUA_TNIL)
        lua_pushboolean(L, false);
    else
        lua_getfield(L, -2, "__metatable");
    return 1;
}

static int base_rawset(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    if (luaL_getmetafield(L, 1, TP_READ_ONLY) != LUA_TNIL)
        return luaL_error(L, "'%s' is read-only", lua_tostring(L, -1));
    lua_rawset(L, 1);
    return 1;
}

const luaL_Reg tp_lib_metatable[] = {
    {"getmetatable", base_getmetatable},
    {"rawset", base_rawset},
    {"setmetatable", base_setmetatable},
    {NULL, NULL},
};
