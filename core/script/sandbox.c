/* Builds the two environments: what routines see, by allow list, and what built-in chunks see.
 *
 * A name that is not listed here does not exist for a routine. Left out of what Lua has: io, os,
 * debug, package, load, loadfile, dofile, collectgarbage, warn, string.dump, coroutine.close (it
 * overflows the C stack up to Lua 5.4.4) and the packing of binary data. */
#include "core/script/globals.h"
#include "core/script/libs.h"
#include "core/script/place.h"
#include "core/script/vm_internal.h"

#include <lualib.h>
#include <stdbool.h>

struct library {
    const char *name;
    const char *const *allowed;
    const luaL_Reg *own[4]; /* what stands in for Lua's; unused ones are NULL */
};

static const char *const base_names[] = {
    "assert", "error", "ipairs", "rawequal", "rawget", "rawlen", "select", "type", "_VERSION", NULL,
};
static const char *const coroutine_names[] = {
    "isyieldable", "running", "status", "yield", NULL,
};
static const char *const math_names[] = {
    "abs",  "acos",   "asin", "atan", "ceil",       "cos",       "deg",        "exp",  "floor",
    "fmod", "huge",   "log",  "max",  "maxinteger", "min",       "mininteger", "modf", "pi",
    "rad",  "random", "sin",  "sqrt", "tan",        "tointeger", "type",       "ult",  NULL,
};
static const char *const string_names[] = {
    "char", "len", "lower", "reverse", "sub", "upper", NULL,
};
static const char *const table_names[] = {"pack", NULL};
static const char *const utf8_names[] = {"char", "charpattern", NULL};

static const struct library base = {
    LUA_GNAME, base_names, {tp_lib_base, tp_lib_metatable, tp_lib_pairs, tp_lib_protect}};

/* The vocabulary hides its metatables by Lua's own functions. */
static const char *const trusted_names[] = {
    "assert", "error",  "getmetatable", "ipairs",       "rawequal", "rawget",
    "rawlen", "rawset", "select",       "setmetatable", "type",     NULL,
};
static const struct library trusted_base = {
    LUA_GNAME, trusted_names, {tp_lib_base, tp_lib_pairs, tp_lib_protect}};

static const struct library libraries[] = {
    {LUA_COLIBNAME, coroutine_names, {tp_lib_coroutine}},
    {LUA_MATHLIBNAME, math_names, {tp_lib_math}},
    {LUA_STRLIBNAME, string_names, {tp_lib_string}},
    {LUA_TABLIBNAME, table_names, {tp_lib_table}},
    {LUA_UTF8LIBNAME, utf8_names, {tp_lib_utf8}},
};

enum { LIBRARIES = sizeof libraries / sizeof *libraries };

static void open_lua(lua_State *L)
{
    static const luaL_Reg opened[] = {
        {LUA_GNAME, luaopen_base},       {LUA_COLIBNAME, luaopen_coroutine},
        {LUA_MATHLIBNAME, luaopen_math}, {LUA_STRLIBNAME, luaopen_string},
        {LUA_TABLIBNAME, luaopen_table}, {LUA_UTF8LIBNAME, luaopen_utf8},
    };
    for (size_t i = 0; i < sizeof opened / sizeof *opened; i++) {
        luaL_requiref(L, opened[i].name, opened[i].func, true);
        lua_pop(L, 1);
    }
}

/* Pushes a table with what the library's lists name. */
static void push_library(lua_State *L, const struct library *library)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -1, library->name);
    lua_replace(L, -2);
    lua_newtable(L);
    for (const char *const *name = library->allowed; *name; name++) {
        lua_getfield(L, -2, *name);
        lua_setfield(L, -2, *name);
    }
    for (size_t i = 0; i < sizeof library->own / sizeof *library->own && library->own[i]; i++)
        for (const luaL_Reg *own = library->own[i]; own->name; own++) {
            lua_getfield(L, -2, own->name);
            lua_pushcclosure(L, own->func, 1);
            lua_setfield(L, -2, own->name);
        }
    lua_replace(L, -2);
}

static int refuse_change(lua_State *L)
{
    return tp_place_error(L, "'%s' is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

static int read_only_pairs(lua_State *L)
{
    tp_lib_push_steps(L, lua_upvalueindex(1));
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* readonly(table, name): what can be read and gone through like the table, but not changed. */
static int push_read_only(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkstring(L, 2);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, refuse_change, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, read_only_pairs, 1);
    lua_setfield(L, -2, "__pairs");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pushvalue(L, 2);
    lua_setfield(L, -2, TP_READ_ONLY);
    lua_setmetatable(L, -2);
    return 1;
}

/* Methods of strings are the library's own table; nobody can reach or change it. */
static void set_string_methods(lua_State *L, int strings)
{
    strings = lua_absindex(L, strings);
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushvalue(L, strings);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

/* Puts the libraries into the trusted table at index 1, and read-only into the words at index 2. */
static void add_libraries(lua_State *L)
{
    for (size_t i = 0; i < LIBRARIES; i++) {
        push_library(L, &libraries[i]);
        lua_pushvalue(L, -1);
        lua_setfield(L, 1, libraries[i].name);
        lua_pushcfunction(L, push_read_only);
        lua_insert(L, -2);
        lua_pushstring(L, libraries[i].name);
        lua_call(L, 2, 1);
        lua_setfield(L, 2, libraries[i].name);
    }
    lua_getfield(L, 1, LUA_STRLIBNAME);
    set_string_methods(L, -1);
    lua_pop(L, 1);
}

static void seed_random(lua_State *L)
{
    lua_getfield(L, 1, LUA_MATHLIBNAME);
    lua_getfield(L, -1, "randomseed");
    lua_pushinteger(L, (lua_Integer)tp_vm_of(L)->config.seed);
    lua_call(L, 1, 0);
    lua_pop(L, 1);
}

/* require of built-in chunks: each runs once. */
static int builtin_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    tp_builtin_call(L, name, 0);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, lua_upvalueindex(1));
    return 1;
}

/* fail(text): raises the text at the author's line. */
static int trusted_fail(lua_State *L)
{
    return tp_place_error(L, "%s", luaL_checkstring(L, 1));
}

/* What only the trusted table at index 1 has. */
static void add_trusted(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"fail", trusted_fail},
        {"pcall", tp_lib_trusted_pcall},
        {"readonly", push_read_only},
        {NULL, NULL},
    };
    lua_pushvalue(L, 1);
    luaL_setfuncs(L, functions, 0);
    lua_newtable(L);
    lua_pushcclosure(L, builtin_require, 1);
    lua_setfield(L, -2, "require");
    lua_pushvalue(L, 2);
    lua_setfield(L, -2, "environment");
    lua_pushlightuserdata(L, (void *)&tp_vm_skip);
    lua_setfield(L, -2, "skip");
    lua_pushlightuserdata(L, (void *)&tp_vm_verb);
    lua_setfield(L, -2, "verb");
    lua_pop(L, 1);
}

/* Makes `_ENV` of routines over the words at index 2, which name it `_G`. */
static void add_globals(lua_State *L)
{
    lua_newtable(L);
    lua_pushcclosure(L, tp_lib_require, 1);
    lua_setfield(L, 2, "require");
    tp_globals_push(L, 2);
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, LUA_GNAME);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_globals);
}

int tp_sandbox_open(lua_State *L)
{
    open_lua(L);
    lua_settop(L, 0);
    push_library(L, &trusted_base);
    push_library(L, &base);
    add_libraries(L);
    seed_random(L);
    add_trusted(L);
    add_globals(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_words);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_trusted);
    return 0;
}
