/* The authors' pcall, xpcall, coroutine.resume and coroutine.wrap.
 *
 * They do what Lua's own do, but never catch a skip or a passed limit, and they let a verb's yield
 * through to the engine and its answer back down. Handlers of xpcall run after the unwinding. */
#include "core/script/libs.h"
#include "core/script/limit.h"
#include "core/script/vm.h"

#include <lauxlib.h>
#include <stdbool.h>

static bool went_well(int status)
{
    return status == LUA_OK || status == LUA_YIELD;
}

/* The error on top of `L` is a skip, which only the vocabulary catches. */
static bool is_skip(lua_State *L)
{
    return lua_touserdata(L, -1) == &tp_vm_skip;
}

/* Raises the error on top again when the author must not catch it. Naming the culprit of an error
 * can take milliseconds, so the clock is looked at. */
static void pass_on(lua_State *L, int status)
{
    if (tp_limit_spent(L, status) || is_skip(L))
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

static int base_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
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
    lua_pushboolean(L, true);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* function, handler, true, function, arguments */
    return xpcall_ended(L, lua_pcallk(L, arguments, LUA_MULTRET, 0, 0, xpcall_ended), 0);
}

/* Error of `co` onto `L`. A coroutine that a skip ended is closed, so that its `<close>` variables
 * run; so is one of `wrap`, as in Lua. One that is still running has no error of its own. */
static void take_error(lua_State *L, lua_State *co, int status, bool close)
{
    bool spent = tp_limit_spent(co, status), skip = is_skip(co);
    bool died = lua_status(co) != LUA_OK && lua_status(co) != LUA_YIELD;
    if (died && !spent && (skip || close))
        lua_resetthread(co);
    lua_xmove(co, L, 1);
    if (spent || skip)
        lua_error(L);
    tp_limit_look(L);
}

/* Resumes the coroutine at index 1 with all values above it. Returns the number of results, which
 * replace them, or -1 with the error; a verb's yield is handed on to whoever resumed us. */
static int advance(lua_State *L, lua_KFunction again, bool close)
{
    lua_State *co = lua_tothread(L, 1);
    int arguments = lua_gettop(L) - 1, results = 0;
    if (!lua_checkstack(co, arguments))
        luaL_error(L, "too many arguments to resume");
    lua_xmove(L, co, arguments);
    lua_State *before = tp_limit_enter(co);
    int status = lua_resume(co, L, arguments, &results);
    tp_limit_enter(before);
    if (!went_well(status)) {
        take_error(L, co, status, close);
        return -1;
    }
    luaL_checkstack(L, results + 1, "too many results to resume");
    lua_xmove(co, L, results);
    if (status == LUA_YIELD && results && lua_touserdata(L, 2) == &tp_vm_verb)
        return lua_yieldk(L, results, 0, again);
    return results;
}

static int resume_on(lua_State *L, int status, lua_KContext unused)
{
    (void)status;
    (void)unused;
    int results = advance(L, resume_on, false);
    lua_pushboolean(L, results >= 0);
    lua_replace(L, 1);
    return lua_gettop(L);
}

static int coroutine_resume(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTHREAD);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, lua_tothread(L, 1)) != LUA_TNIL)
        return luaL_error(L, "cannot resume a coroutine that the program started");
    lua_pop(L, 1);
    return resume_on(L, LUA_OK, 0);
}

static int wrap_on(lua_State *L, int status, lua_KContext unused)
{
    (void)status;
    (void)unused;
    int results = advance(L, wrap_on, true);
    return results < 0 ? lua_error(L) : results;
}

static int wrapped(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    return wrap_on(L, LUA_OK, 0);
}

static int coroutine_wrap(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    lua_pushcclosure(L, wrapped, 1);
    return 1;
}

/* The vocabulary's pcall: catches a skip, but never a passed limit. */
static int trusted_pcall_ended(lua_State *L, int status, lua_KContext unused)
{
    if (!went_well(status) && is_skip(L) && !tp_limit_spent(L, status)) {
        lua_pushboolean(L, false);
        lua_insert(L, -2);
        return 2;
    }
    return pcall_ended(L, status, unused);
}

int tp_lib_trusted_pcall(lua_State *L)
{
    lua_pushboolean(L, true);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, trusted_pcall_ended);
    return trusted_pcall_ended(L, status, 0);
}

const luaL_Reg tp_lib_protect[] = {
    {"pcall", base_pcall},
    {"xpcall", base_xpcall},
    {NULL, NULL},
};

const luaL_Reg tp_lib_coroutine[] = {
    {"resume", coroutine_resume},
    {"wrap", coroutine_wrap},
    {NULL, NULL},
};
