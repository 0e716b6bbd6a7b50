/* The authors' pairs and next: a table is gone through in the order of its keys (order.h), not in
 * that of its memory, which differs from run to run.
 *
 * pairs takes the keys as they are when it is called; a field that is nil when its turn comes is
 * left out, one that was added is not seen. Both keep quiet about the program's own keys, which are
 * light userdata. */
#include "core/script/libs.h"
#include "core/script/limit.h"
#include "core/script/order.h"

#include <stdbool.h>

enum { TABLE = 1, KEYS, COUNTED, AT }; /* upvalues of a step */

/* Pushes the next key. False, and nothing pushed, after the last one. */
static bool push_key(lua_State *L, lua_Integer at)
{
    lua_Integer counted = lua_tointeger(L, lua_upvalueindex(COUNTED));
    if (at <= counted)
        lua_pushinteger(L, at);
    else if (lua_rawgeti(L, lua_upvalueindex(KEYS), at - counted) == LUA_TNIL)
        return false;
    return true;
}

static int step(lua_State *L)
{
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(AT));
    lua_settop(L, 0);
    while (push_key(L, ++at)) {
        lua_pushvalue(L, 1);
        if (lua_rawget(L, lua_upvalueindex(TABLE)) != LUA_TNIL) {
            lua_pushinteger(L, at);
            lua_replace(L, lua_upvalueindex(AT));
            return 2;
        }
        lua_settop(L, 0);
    }
    lua_pushnil(L);
    return 1;
}

/* How many of the entries 1, 2, 3 … there are in a row. */
static lua_Integer count_row(lua_State *L, int table)
{
    lua_Integer count = 0;
    while (lua_rawgeti(L, table, count + 1) != LUA_TNIL) {
        lua_pop(L, 1);
        count++;
    }
    lua_pop(L, 1);
    return count;
}

/* Pushes the table's keys without 1…counted, in order. */
static void push_other_keys(lua_State *L, int table, lua_Integer counted)
{
    lua_Integer count = 0;
    lua_newtable(L);
    int keys = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        lua_Integer key = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
        if (lua_islightuserdata(L, -1) || (key >= 1 && key <= counted))
            continue;
        tp_key_check(L, -1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, keys, ++count);
    }
    tp_sort(L, keys, count, tp_key_before);
}

void tp_lib_push_steps(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    tp_limit_look(L);
    luaL_checkstack(L, 8, NULL);
    lua_Integer counted = count_row(L, index);
    lua_pushvalue(L, index);
    push_other_keys(L, index, counted);
    lua_pushinteger(L, counted);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, step, AT);
}

static int own_pairs_returned(lua_State *L, int status, lua_KContext unused)
{
    (void)L;
    (void)status;
    (void)unused;
    return 3;
}

static int base_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_callk(L, 1, 3, 0, own_pairs_returned);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    tp_lib_push_steps(L, 1);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

static bool before(lua_State *L, int left, int right)
{
    lua_pushvalue(L, left);
    lua_pushvalue(L, right);
    bool is = tp_key_before(L);
    lua_pop(L, 2);
    return is;
}

/* Pushes the first key after the one at index 2 (nil: of all), nil when there is none. Looks at all
 * of them, since nothing is remembered between two calls of next. */
static void push_successor(lua_State *L)
{
    enum { GIVEN = 2, BEST, KEY };
    lua_pushnil(L);
    lua_pushnil(L);
    while (lua_next(L, TABLE)) {
        lua_pop(L, 1);
        tp_limit_look(L);
        if (lua_islightuserdata(L, KEY))
            continue;
        tp_key_check(L, KEY);
        if (!lua_isnil(L, GIVEN) && !before(L, GIVEN, KEY))
            continue;
        if (!lua_isnil(L, BEST) && !before(L, KEY, BEST))
            continue;
        lua_pushvalue(L, KEY);
        lua_replace(L, BEST);
    }
}

static int base_next(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    lua_Integer key = lua_isinteger(L, 2) ? lua_tointeger(L, 2) : 0;
    bool in_row = lua_isnil(L, 2) || (key > 0 && key < LUA_MAXINTEGER);
    if (in_row && lua_rawgeti(L, 1, key + 1) != LUA_TNIL) {
        lua_pushinteger(L, key + 1);
        lua_insert(L, -2);
        return 2;
    }
    lua_settop(L, 2);
    push_successor(L);
    if (lua_isnil(L, -1))
        return 1;
    lua_pushvalue(L, -1);
    lua_rawget(L, 1);
    return 2;
}

const luaL_Reg tp_lib_pairs[] = {
    {"next", base_next},
    {"pairs", base_pairs},
    {NULL, NULL},
};
