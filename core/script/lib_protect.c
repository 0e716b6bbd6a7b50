/* The authors' pcall and xpcall.
 *
 * They do what Lua's own do, but never catch a skip or a passed limit. The handler of xpcall runs
 * after the unwinding, since no hook runs while Lua handles an error. */
#include "core/script/libs.h"
#include "core/script/limit.h"
#include "core/script/place.h"
#include "core/script/vm.h"

#include <lauxlib.h>
#include <stdbool.h>

static bool went_well(int status)
{
    return status == LUA_OK || status == LUA_YIELD;
}

bool tp_lib_is_skip(lua_State *L)
{
    return lua_touserdata(L, -1) == &tp_vm_skip;
}

/* Raises the error on top again when the author must not catch it. Naming the culprit of an error
 * can take milliseconds, so the clock is looked at. */
static void pass_on(lua_State *L, int status)
{
    if (tp_limit_spent(L, status) || tp_lib_is_skip(L))
        lua_error(L);
    tp_limit_look(L);
}

/* Stack: true, results; or …, error. */
static int pcall_ended(lua_State *L, int status, lua_KContext unused)
{
    (void)unused;
    if (went_well(status))
        return lua_gettop(L);
    pass_on(L, status);
    lua_pushboolean(L, false);
    lua_insert(L, -2);
    return 2;
}

/* After an error Lua goes through all frames at each pcall on its way; with 100 000 of them inside
 * one another that takes minutes. */
static void check_depth(lua_State *L)
{
    enum { DEEPEST = 1000 };
    lua_Debug frame;
    if (lua_getstack(L, DEEPEST, &frame))
        luaL_error(L, "stack overflow: pcall inside %d functions", DEEPEST);
}

static int base_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    check_depth(L);
    lua_pushboolean(L, true);
    lua_insert(L, 1);
    return pcall_ended(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, pcall_ended), 0);
}

/* Stack: …, false, what the handler returned or raised, above `below` values. */
static int handler_ended(lua_State *L, int status, lua_KContext below)
{
    if (!went_well(status))
        pass_on(L, status);
    return lua_gettop(L) - (int)below;
}

/* Stack: function, handler, true, results; or function, handler, true, error. */
static int xpcall_ended(lua_State *L, int status, lua_KContext unused)
{
    enum { HANDLER = 2 };
    (void)unused;
    if (went_well(status))
        return lua_gettop(L) - HANDLER;
    pass_on(L, status);
    lua_pushboolean(L, false);
    lua_replace(L, HANDLER + 1);
    lua_pushvalue(L, HANDLER);
    lua_insert(L, -2); /* function, handler, false, handler, error */
    status = lua_pcallk(L, 1, LUA_MULTRET, 0, HANDLER, handler_ended);
    return handler_ended(L, status, HANDLER);
}

static int base_xpcall(lua_State *L)
{
    int arguments = lua_gettop(L) - 2;
    luaL_checktype(L, 2, LUA_TFUNCTION);
    check_depth(L);
    lua_pushboolean(L, true);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* function, handler, true, function, arguments */
    return xpcall_ended(L, lua_pcallk(L, arguments, LUA_MULTRET, 0, 0, xpcall_ended), 0);
}

/* Stack: tp_place_note, true, results; or tp_place_note, …, error. */
static int trusted_pcall_ended(lua_State *L, int status, lua_KContext unused)
{
    enum { HANDLER = 1 };
    (void)unused;
    if (went_well(status))
        return lua_gettop(L) - HANDLER;
    if (tp_limit_spent(L, status))
        return lua_error(L);
    lua_pushboolean(L, false);
    lua_insert(L, -2);
    return 2;
}

/* The vocabulary raises again what is not its own, and the author's line is to survive that. */
int tp_lib_trusted_pcall(lua_State *L)
{
    enum { HANDLER = 1 };
    check_depth(L);
    lua_pushcfunction(L, tp_place_note);
    lua_insert(L, HANDLER);
    lua_pushboolean(L, true);
    lua_insert(L, HANDLER + 1);
    int arguments = lua_gettop(L) - HANDLER - 2;
    int status = lua_pcallk(L, arguments, LUA_MULTRET, HANDLER, 0, trusted_pcall_ended);
    return trusted_pcall_ended(L, status, 0);
}

const luaL_Reg tp_lib_protect[] = {
    {"pcall", base_pcall},
    {"xpcall", base_xpcall},
    {NULL, NULL},
};
