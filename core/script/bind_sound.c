/* Bindings: tones, and the person's strength. Sentences are requests: see script.c. */
#include "core/script/script_internal.h"

/* tone{ name | hz, length, gain_db, pan, toward, at } */
static int tone(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    struct tp_tone_request request = {.name = tp_bind_text(L, 1, "name"),
                                      .hz = tp_bind_number(L, 1, "hz", 0),
                                      .length = tp_bind_frames(L, 1, "length", 0),
                                      .gain_db = tp_bind_number(L, 1, "gain_db", 0),
                                      .pan = tp_bind_number(L, 1, "pan", 0),
                                      .toward = (int)tp_bind_number(L, 1, "toward", 0),
                                      .at = tp_bind_frames(L, 1, "at", 0)};
    if (script->ops->tone(script->context, &request, &script->failure) < 0)
        return tp_bind_failure(L, script);
    return 0;
}

/* strength(spot) → steps softer (−) or firmer (+) */
static int strength(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    lua_pushinteger(L, script->ops->strength(script->context, luaL_checkstring(L, 1)));
    return 1;
}

void tp_bind_sound(lua_State *L, struct tp_script *script)
{
    static const luaL_Reg functions[] = {{"tone", tone}, {"strength", strength}, {NULL, NULL}};
    tp_bind(L, script, functions);
}
