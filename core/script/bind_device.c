/* Bindings: presses that a sensor feels, and outputs. What sensors measure is an input: see
 * bind_memory.c. */
#include "core/script/script_internal.h"

static bool read_truth(lua_State *L, const char *key)
{
    lua_getfield(L, 1, key);
    bool truth = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return truth;
}

/* press_begin{ sensor, tool, low, high, ceiling, steep, hold, ramp, counted, ask, light, measure }
 */
static int press_begin(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    struct tp_press_request request = {.sensor = tp_bind_text(L, 1, "sensor"),
                                       .tool = tp_bind_text(L, 1, "tool"),
                                       .low = tp_bind_number(L, 1, "low", 0),
                                       .high = tp_bind_number(L, 1, "high", 0),
                                       .ceiling = tp_bind_number(L, 1, "ceiling", 0),
                                       .steep = tp_bind_number(L, 1, "steep", 0),
                                       .hold = tp_bind_frames(L, 1, "hold", 0),
                                       .ramp = tp_bind_frames(L, 1, "ramp", 0),
                                       .counted = tp_bind_frames(L, 1, "counted", 0),
                                       .ask = read_truth(L, "ask"),
                                       .light = read_truth(L, "light"),
                                       .measure = read_truth(L, "measure")};
    luaL_argcheck(L, request.sensor, 1, "needs a sensor");
    if (script->ops->press_begin(script->context, &request, &script->failure) < 0)
        return tp_bind_failure(L, script);
    return 0;
}

/* press_answer(nrs) */
static int press_answer(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    script->ops->press_answer(script->context, luaL_checknumber(L, 1));
    return 0;
}

/* press_stop(): nothing more counts, but the hand may still be there */
static int press_stop(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    script->ops->press_stop(script->context);
    return 0;
}

/* press_end() */
static int press_end(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    script->ops->press_end(script->context);
    return 0;
}

/* threshold(spot, newtons) */
static int threshold(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    script->ops->threshold(script->context, luaL_checkstring(L, 1), luaL_checknumber(L, 2));
    return 0;
}

/* set(channel, value) → true; or nil, when there is no such device */
static int set(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    const char *channel = luaL_checkstring(L, 1);
    int rc = script->ops->set(script->context, channel, tp_bind_value(L, 2), &script->failure);
    if (rc < 0 && rc != -TP_EDEVICE)
        return tp_bind_failure(L, script);
    if (rc < 0)
        return 0;
    lua_pushboolean(L, true);
    return 1;
}

/* refuse_device(text): the session cannot be without a device that is not there. */
static int refuse_device(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    tp_err_set(&script->refusal, TP_EDEVICE, "%s: %s", script->name, luaL_checkstring(L, 1));
    return tp_bind_refuse(L);
}

void tp_bind_device(lua_State *L, struct tp_script *script)
{
    static const luaL_Reg functions[] = {
        {"press_begin", press_begin},     {"press_answer", press_answer},
        {"press_stop", press_stop},       {"press_end", press_end},
        {"threshold", threshold},         {"set", set},
        {"refuse_device", refuse_device}, {NULL, NULL}};
    tp_bind(L, script, functions);
}
