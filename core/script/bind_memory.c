/* Bindings: what comes from outside and what is left for later; the seed; nearest names. */
#include "core/script/script_internal.h"

/* input(kind, key) → value */
static int input(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    struct tp_value value = tp_value_nil();
    const char *kind = luaL_checkstring(L, 1), *key = luaL_checkstring(L, 2);
    if (script->ops->input(script->context, kind, key, &value) < 0)
        value = tp_value_nil();
    tp_bind_push(L, value);
    return 1;
}

/* remember(key, value) */
static int remember(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    const char *key = luaL_checkstring(L, 1);
    if (script->ops->remember(script->context, key, tp_bind_value(L, 2), &script->failure) < 0)
        return tp_bind_failure(L, script);
    return 0;
}

/* note(key, value) */
static int note(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    script->ops->note(script->context, luaL_checkstring(L, 1), tp_bind_value(L, 2));
    return 0;
}

/* seed() → an integer that differs with the session's seed */
static int seed(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)(tp_script_of(L)->seed & 0x7FFFFFFF));
    return 1;
}

enum { NAMES = 128 };

/* nearest(name, list) → the entry meant, or nil */
static int nearest(lua_State *L)
{
    const char *names[NAMES];
    size_t count = 0;
    const char *name = luaL_checkstring(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    for (; count < NAMES && lua_rawgeti(L, 2, (lua_Integer)count + 1) == LUA_TSTRING; count++) {
        names[count] = lua_tostring(L, -1);
        lua_pop(L, 1); /* the list still holds it */
    }
    lua_pushstring(L, tp_text_nearest(name, names, count));
    return 1;
}

void tp_bind_memory(lua_State *L, struct tp_script *script)
{
    static const luaL_Reg functions[] = {{"input", input}, {"remember", remember}, {"note", note},
                                         {"seed", seed},   {"nearest", nearest},   {NULL, NULL}};
    tp_bind(L, script, functions);
}
