/* The authors' coroutine.create, resume and wrap.
 *
 * They do what Lua's own do, but let a verb's yield through to the engine and its answer back down,
 * and raise a skip or a passed limit again in whoever resumed. One that fails runs its `<close>`
 * variables before it is dead, so that verbs can be in them. */
#include "core/script/libs.h"
#include "core/script/limit.h"
#include "core/script/vm.h"

#include <lauxlib.h>
#include <stdbool.h>

/* In the registry, by the coroutine (at index 1): only the program resumes it. It started it, or a
 * verb in it waits for an answer, which must not come from the author. */
static void take(lua_State *L)
{
    lua_pushvalue(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, lua_tothread(L, 1));
}

static void give_back(lua_State *L)
{
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, lua_tothread(L, 1));
}

static bool is_taken(lua_State *L, lua_State *co)
{
    bool taken = lua_rawgetp(L, LUA_REGISTRYINDEX, co) != LUA_TNIL;
    lua_pop(L, 1);
    return taken;
}

/* Error of `co` onto `L`. */
static void take_error(lua_State *L, lua_State *co, int status)
{
    bool spent = tp_limit_spent(co, status), skip = tp_lib_is_skip(co);
    lua_xmove(co, L, 1);
    if (spent || skip)
        lua_error(L);
    tp_limit_look(L);
}

/* Hands a verb's yield, the `results` values on top, on to whoever resumed `L`. Where that cannot
 * be, the verb waits for good. */
static int pass_up(lua_State *L, int results, lua_KFunction again)
{
    take(L);
    if (!lua_isyieldable(L))
        return luaL_error(L, "a verb cannot wait inside a function that Lua calls back, as "
                             "table.sort and string.gsub do");
    return lua_yieldk(L, results, 0, again);
}

/* Resumes the coroutine at index 1 with all values above it. Returns the number of results, which
 * replace them, or -1 with the error. */
static int advance(lua_State *L, lua_KFunction again)
{
    lua_State *co = lua_tothread(L, 1);
    int arguments = lua_gettop(L) - 1, results = 0;
    if (!lua_checkstack(co, arguments))
        luaL_error(L, "too many arguments to resume");
    lua_xmove(L, co, arguments);
    lua_State *before = tp_limit_enter(co);
    int status = lua_resume(co, L, arguments, &results);
    tp_limit_enter(before);
    if (status != LUA_OK && status != LUA_YIELD) {
        take_error(L, co, status);
        return -1;
    }
    luaL_checkstack(L, results + 2, "too many results to resume");
    lua_xmove(co, L, results);
    if (status == LUA_YIELD && results && lua_touserdata(L, 2) == &tp_vm_verb)
        return pass_up(L, results, again);
    return results;
}

static int resume_on(lua_State *L, int status, lua_KContext unused)
{
    (void)unused;
    if (status == LUA_YIELD)
        give_back(L);
    int results = advance(L, resume_on);
    lua_pushboolean(L, results >= 0);
    lua_replace(L, 1);
    return lua_gettop(L);
}

static int coroutine_resume(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTHREAD);
    if (!is_taken(L, lua_tothread(L, 1)))
        return resume_on(L, LUA_OK, 0);
    lua_pushboolean(L, false);
    lua_pushliteral(L, "cannot resume a coroutine that the program runs");
    return 2;
}

static int wrap_on(lua_State *L, int status, lua_KContext unused)
{
    (void)unused;
    if (status == LUA_YIELD)
        give_back(L);
    int results = advance(L, wrap_on);
    return results < 0 ? lua_error(L) : results;
}

static int wrapped(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    if (is_taken(L, lua_tothread(L, 1)))
        return luaL_error(L, "cannot resume a coroutine that the program runs");
    return wrap_on(L, LUA_OK, 0);
}

static int body_ended(lua_State *co, int status, lua_KContext unused)
{
    (void)unused;
    return status == LUA_OK || status == LUA_YIELD ? lua_gettop(co) : lua_error(co);
}

/* What a coroutine runs: the author's function, and when that fails, what it has to close. */
static int body(lua_State *co)
{
    lua_pushvalue(co, lua_upvalueindex(1));
    lua_insert(co, 1);
    return body_ended(co, lua_pcallk(co, lua_gettop(co) - 1, LUA_MULTRET, 0, 0, body_ended), 0);
}

static int coroutine_create(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, body, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int coroutine_wrap(lua_State *L)
{
    coroutine_create(L);
    lua_pushcclosure(L, wrapped, 1);
    return 1;
}

const luaL_Reg tp_lib_coroutine[] = {
    {"create", coroutine_create},
    {"resume", coroutine_resume},
    {"wrap", coroutine_wrap},
    {NULL, NULL},
};
