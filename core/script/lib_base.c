/* Texts of values without addresses, print, and the seeded random. */
#include "core/script/libs.h"

#include "core/base/text.h"
#include "core/script/limit.h"
#include "core/script/vm_internal.h"

#include <string.h>

static void push_number(lua_State *L, int index)
{
    lua_pushvalue(L, index);
    lua_tolstring(L, -1, NULL);
}

void tp_lib_push_text(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    luaL_checkstack(L, 4, NULL);
    if (luaL_callmeta(L, index, "__tostring")) {
        if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a string");
        return;
    }
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        lua_pushliteral(L, "nil");
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
        break;
    case LUA_TNUMBER:
        push_number(L, index);
        break;
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        break;
    default:
        if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING)
            break;
        lua_pushstring(L, luaL_typename(L, index));
    }
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    tp_lib_push_text(L, 1);
    return 1;
}

/* One clean line, so that no host needs to think of it. */
static int base_print(lua_State *L)
{
    enum { LONGEST = 1000 };
    const struct tp_vm_config *config = &tp_vm_of(L)->config;
    char line[LONGEST + 1];
    luaL_Buffer buffer;
    size_t length;
    int count = lua_gettop(L);
    luaL_buffinit(L, &buffer);
    for (int i = 1; i <= count; i++) {
        if (i > 1)
            luaL_addchar(&buffer, ' ');
        tp_lib_push_text(L, i);
        luaL_addvalue(&buffer);
    }
    luaL_pushresult(&buffer);
    const char *text = lua_tolstring(L, -1, &length);
    tp_text_clean(line, sizeof line, text, length < 2 * LONGEST ? length : 2 * LONGEST);
    if (config->print)
        config->print(config->context, line);
    return 0;
}

/* Lua's own takes the seed from time and addresses when it gets none. */
static int math_randomseed(lua_State *L)
{
    lua_Integer seed = luaL_checkinteger(L, 1);
    if (lua_gettop(L) != 1)
        return luaL_error(L, "math.randomseed takes one whole number");
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushinteger(L, seed);
    lua_call(L, 1, 0);
    return 0;
}

const luaL_Reg tp_lib_base[] = {
    {"print", base_print},
    {"tonumber", tp_lib_looked},
    {"tostring", base_tostring},
    {NULL, NULL},
};

const luaL_Reg tp_lib_math[] = {
    {"randomseed", math_randomseed},
    {NULL, NULL},
};

/* Texts may be megabytes long, and each of these goes through them. */
const luaL_Reg tp_lib_utf8[] = {
    {"codepoint", tp_lib_looked},
    {"codes", tp_lib_looked},
    {"len", tp_lib_looked},
    {"offset", tp_lib_looked},
    {NULL, NULL},
};
