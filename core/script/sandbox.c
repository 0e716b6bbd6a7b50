/* Builds the two environments: what routines see, by allow list, and what built-in chunks see.
 *
 * A name that is not listed here does not exist for a routine. */
#include "core/script/libs.h"
#include "core/script/limit.h"
#include "core/script/place.h"
#include "core/script/vm_internal.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

struct library {
    const char *name; /* as a global; NULL for the globals themselves */
    const char *const *allowed;
    const luaL_Reg *own;
};

static const char *const base_names[] = {
    "assert",   "error",    "getmetatable", "ipairs",   "next",   "pairs",
    "rawequal", "rawget",   "rawlen",       "rawset",   "select", "setmetatable",
    "tonumber", "tostring", "type",         "_VERSION", NULL,
};
static const char *const coroutine_names[] = {
    "create", "isyieldable", "running", "status", "yield", NULL,
};
static const char *const math_names[] = {
    "abs", "acos",       "asin", "atan",      "ceil", "cos",    "deg",
    "exp", "floor",      "fmod", "huge",      "log",  "max",    "maxinteger",
    "min", "mininteger", "modf", "pi",        "rad",  "random", "randomseed",
    "sin", "sqrt",       "tan",  "tointeger", "type", "ult",    NULL,
};
static const char *const string_names[] = {
    "byte", "char",     "find", "format",  "gmatch", "gsub",   "len",   "lower", "match",
    "pack", "packsize", "rep",  "reverse", "sub",    "unpack", "upper", NULL,
};
static const char *const table_names[] = {
    "concat", "insert", "move", "pack", "remove", "sort", "unpack", NULL,
};
static const char *const utf8_names[] = {
    "char", "charpattern", "codepoint", "codes", "len", "offset", NULL,
};

static const struct library libraries[] = {
    {"coroutine", coroutine_names, tp_lib_coroutine},
    {"math", math_names, NULL},
    {"string", string_names, NULL},
    {"table", table_names, NULL},
    {"utf8", utf8_names, NULL},
};

/* Copies the allowed fields of the table below the top into the one on top. */
static void copy_allowed(lua_State *L, const char *const *allowed)
{
    for (; *allowed; allowed++) {
        lua_getfield(L, -2, *allowed);
        lua_setfield(L, -2, *allowed);
    }
}

static void fill_words(lua_State *L)
{
    lua_pushglobaltable(L);
    lua_newtable(L);
    copy_allowed(L, base_names);
    luaL_setfuncs(L, tp_lib_protect, 0);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        lua_getfield(L, -2, libraries[i].name);
        lua_newtable(L);
        copy_allowed(L, libraries[i].allowed);
        if (libraries[i].own)
            luaL_setfuncs(L, libraries[i].own, 0);
        lua_setfield(L, -3, libraries[i].name);
        lua_pop(L, 1);
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_words);
    lua_pop(L, 1);
}

static void make_globals(lua_State *L)
{
    lua_newtable(L);
    lua_newtable(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tp_key_words);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_globals);
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

static void make_trusted(lua_State *L)
{
    static const char *const dropped[] = {"collectgarbage", "dofile", "load", "loadfile"};
    lua_pushglobaltable(L);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
        lua_pushnil(L);
        lua_setfield(L, -2, dropped[i]);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tp_key_words);
    lua_setfield(L, -2, "environment");
    lua_newtable(L);
    lua_pushcclosure(L, builtin_require, 1);
    lua_setfield(L, -2, "require");
    lua_pushcfunction(L, trusted_fail);
    lua_setfield(L, -2, "fail");
    lua_pushlightuserdata(L, (void *)&tp_vm_skip);
    lua_setfield(L, -2, "skip");
    lua_pushlightuserdata(L, (void *)&tp_vm_verb);
    lua_setfield(L, -2, "verb");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_trusted);
}

int tp_sandbox_open(lua_State *L)
{
    static const luaL_Reg raw[] = {
        {LUA_GNAME, luaopen_base},       {LUA_COLIBNAME, luaopen_coroutine},
        {LUA_MATHLIBNAME, luaopen_math}, {LUA_STRLIBNAME, luaopen_string},
        {LUA_TABLIBNAME, luaopen_table}, {LUA_UTF8LIBNAME, luaopen_utf8},
    };
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        luaL_requiref(L, raw[i].name, raw[i].func, 1);
        lua_pop(L, 1);
    }
    fill_words(L);
    make_globals(L);
    make_trusted(L);
    return 0;
}
