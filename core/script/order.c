/* Sorting of values and keys. Must never depend on addresses, hash seeds or the locale. */
#include "core/script/order.h"

#include "core/script/limit.h"

#include <lauxlib.h>
#include <string.h>

/* Merges the runs of `from` that end at ends[1] and ends[2] into `to`; both are tables. */
static void merge(lua_State *L, int from, int to, const lua_Integer ends[3], tp_before *before)
{
    lua_Integer left = ends[0], right = ends[1];
    for (lua_Integer at = ends[0]; at < ends[2]; at++) {
        bool take_right = left >= ends[1];
        if (!take_right && right < ends[2]) {
            tp_limit_look(L);
            lua_rawgeti(L, from, right + 1);
            lua_rawgeti(L, from, left + 1);
            take_right = before(L);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, 1 + (take_right ? right++ : left++));
        lua_rawseti(L, to, at + 1);
    }
}

static lua_Integer least(lua_Integer a, lua_Integer b)
{
    return a < b ? a : b;
}

void tp_sort(lua_State *L, int index, lua_Integer count, tp_before *before)
{
    int sorted = lua_absindex(L, index), spare = lua_gettop(L) + 1, from = sorted, to = spare;
    luaL_checkstack(L, 8, NULL);
    lua_newtable(L);
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer at = 0; at < count; at += 2 * width)
            merge(L, from, to,
                  (lua_Integer[]){at, least(at + width, count), least(at + 2 * width, count)},
                  before);
        int other = from;
        from = to;
        to = other;
    }
    for (lua_Integer i = 1; from != sorted && i <= count; i++) {
        lua_rawgeti(L, spare, i);
        lua_rawseti(L, sorted, i);
    }
    lua_settop(L, spare - 1);
}

enum rank { COUNTED, NUMBER, STRING, BOOLEAN };

static enum rank rank(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        return lua_isinteger(L, index) && lua_tointeger(L, index) > 0 ? COUNTED : NUMBER;
    case LUA_TSTRING:
        return STRING;
    default:
        return BOOLEAN;
    }
}

void tp_key_check(lua_State *L, int index)
{
    int type = lua_type(L, index);
    if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN)
        luaL_error(L,
                   "cannot go through a table that has a %s as a key: the order would differ "
                   "from run to run",
                   lua_typename(L, type));
}

static bool number_before(lua_State *L)
{
    if (lua_isinteger(L, -2) && lua_isinteger(L, -1))
        return lua_tointeger(L, -2) < lua_tointeger(L, -1);
    return lua_tonumber(L, -2) < lua_tonumber(L, -1);
}

static bool string_before(lua_State *L)
{
    size_t left_length, right_length;
    const char *left = lua_tolstring(L, -2, &left_length);
    const char *right = lua_tolstring(L, -1, &right_length);
    int difference = memcmp(left, right, left_length < right_length ? left_length : right_length);
    return difference ? difference < 0 : left_length < right_length;
}

bool tp_key_before(lua_State *L)
{
    enum rank left = rank(L, -2), right = rank(L, -1);
    if (left != right)
        return left < right;
    if (left == STRING)
        return string_before(L);
    if (left == BOOLEAN)
        return !lua_toboolean(L, -2) && lua_toboolean(L, -1);
    return number_before(L);
}
