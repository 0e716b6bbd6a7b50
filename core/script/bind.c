/* What all bindings share: values across the border, and failures at the author's line. */
#include "core/script/place.h"
#include "core/script/script_internal.h"

#include <string.h>

struct tp_script *tp_script_of(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

void tp_bind(lua_State *L, struct tp_script *script, const luaL_Reg *functions)
{
    for (; functions->name; functions++) {
        lua_pushlightuserdata(L, script);
        lua_pushcclosure(L, functions->func, 1);
        lua_setfield(L, -2, functions->name);
    }
}

int tp_bind_failure(lua_State *L, struct tp_script *script)
{
    return tp_place_error(L, "%s", script->failure.text);
}

int tp_bind_refuse(lua_State *L)
{
    lua_pushlightuserdata(L, (void *)&tp_vm_skip);
    return lua_error(L);
}

const char *tp_bind_text(lua_State *L, int index, const char *key)
{
    lua_getfield(L, index, key);
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    lua_pop(L, 1); /* the table still holds it */
    return text;
}

double tp_bind_number(lua_State *L, int index, const char *key, double otherwise)
{
    lua_getfield(L, index, key);
    double number = lua_isnumber(L, -1) ? lua_tonumber(L, -1) : otherwise;
    lua_pop(L, 1);
    return number;
}

tp_frames tp_bind_frames(lua_State *L, int index, const char *key, tp_frames otherwise)
{
    lua_getfield(L, index, key);
    tp_frames frames = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : otherwise;
    lua_pop(L, 1);
    return frames;
}

struct tp_value tp_bind_value(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        return tp_value_bool(lua_toboolean(L, index));
    case LUA_TNUMBER:
        return tp_value_number(lua_tonumber(L, index));
    case LUA_TSTRING:
        return tp_value_text(lua_tostring(L, index));
    default:
        return tp_value_nil();
    }
}

void tp_bind_push(lua_State *L, struct tp_value value)
{
    lua_Integer whole;
    switch (value.kind) {
    case TP_VALUE_NIL:
        lua_pushnil(L);
        break;
    case TP_VALUE_BOOL:
        lua_pushboolean(L, value.truth);
        break;
    case TP_VALUE_NUMBER:
        if (lua_numbertointeger(value.number, &whole) && (lua_Number)whole == value.number)
            lua_pushinteger(L, whole);
        else
            lua_pushnumber(L, value.number);
        break;
    case TP_VALUE_TEXT:
        lua_pushstring(L, value.text);
        break;
    }
}
