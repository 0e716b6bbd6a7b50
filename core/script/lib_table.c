/* The authors' table library: plain access without metamethods, sorting that is stable and the same
 * everywhere, and a look at the clock now and then, since a length may be anything up to 2^63. */
#include "core/script/libs.h"
#include "core/script/limit.h"
#include "core/script/order.h"

#include <limits.h>
#include <stdbool.h>

/* One look in so many slots: well under a millisecond. */
static void look_sometimes(lua_State *L, lua_Unsigned done)
{
    if (done % 1024 == 0)
        tp_limit_look(L);
}

static lua_Integer checked_length(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    return (lua_Integer)lua_rawlen(L, 1);
}

static int table_concat(lua_State *L)
{
    luaL_Buffer buffer;
    size_t length;
    lua_Integer last = checked_length(L);
    const char *separator = luaL_optlstring(L, 2, "", &length);
    lua_Integer at = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, last);
    luaL_buffinit(L, &buffer);
    for (lua_Unsigned done = 0; at <= last; done++) {
        look_sometimes(L, done);
        if (lua_rawgeti(L, 1, at) != LUA_TSTRING && !lua_isnumber(L, -1))
            return luaL_error(L, "table.concat: entry %I is a %s, not text", (LUAI_UACINT)at,
                              luaL_typename(L, -1));
        luaL_addvalue(&buffer);
        if (at == last)
            break;
        luaL_addlstring(&buffer, separator, length);
        at++;
    }
    luaL_pushresult(&buffer);
    return 1;
}

/* Copies entries first…first+count-1 of the table at `from` to `to` on of the one at `into`. */
static void copy_up(lua_State *L, int from, lua_Integer first, lua_Integer count, int into,
                    lua_Integer to)
{
    for (lua_Integer i = 0; i < count; i++) {
        look_sometimes(L, (lua_Unsigned)i);
        lua_rawgeti(L, from, first + i);
        lua_rawseti(L, into, to + i);
    }
}

/* The same from the last one down, for ranges that overlap. */
static void copy_down(lua_State *L, int from, lua_Integer first, lua_Integer count, int into,
                      lua_Integer to)
{
    for (lua_Integer i = count - 1; i >= 0; i--) {
        look_sometimes(L, (lua_Unsigned)i);
        lua_rawgeti(L, from, first + i);
        lua_rawseti(L, into, to + i);
    }
}

static int table_insert(lua_State *L)
{
    lua_Integer end = (lua_Integer)((lua_Unsigned)checked_length(L) + 1), at = end;
    int arguments = lua_gettop(L);
    if (arguments != 2 && arguments != 3)
        return luaL_error(L, "wrong number of arguments to 'insert'");
    if (arguments == 3) {
        at = luaL_checkinteger(L, 2);
        luaL_argcheck(L, at >= 1 && at <= end, 2, "position out of bounds");
        copy_down(L, 1, at, end - at, 1, at + 1);
    }
    lua_rawseti(L, 1, at);
    return 0;
}

static int table_remove(lua_State *L)
{
    lua_Integer length = checked_length(L), at = luaL_optinteger(L, 2, length);
    if (at != length)
        luaL_argcheck(L, at >= 1 && at - 1 <= length, 2, "position out of bounds");
    lua_rawgeti(L, 1, at);
    copy_up(L, 1, at + 1, length - at, 1, at);
    lua_pushnil(L);
    lua_rawseti(L, 1, at < length ? length : at);
    return 1;
}

static int table_move(lua_State *L)
{
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
    lua_Integer to = luaL_checkinteger(L, 4);
    int into = lua_isnoneornil(L, 5) ? 1 : 5;
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, into, LUA_TTABLE);
    lua_pushvalue(L, into);
    if (last < first)
        return 1;
    luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
    lua_Integer count = last - first + 1;
    luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
    bool overlaps = lua_rawequal(L, 1, into) && to > first && to <= last;
    (overlaps ? copy_down : copy_up)(L, 1, first, count, into, to);
    return 1;
}

static int table_unpack(lua_State *L)
{
    lua_Integer length = checked_length(L), first = luaL_optinteger(L, 2, 1);
    lua_Integer last = luaL_optinteger(L, 3, length);
    tp_limit_look(L);
    if (first > last)
        return 0;
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first;
    if (count >= (lua_Unsigned)INT_MAX || !lua_checkstack(L, (int)++count))
        return luaL_error(L, "too many results to unpack");
    for (lua_Unsigned i = 0; i < count; i++)
        lua_rawgeti(L, 1, first + (lua_Integer)i);
    return (int)count;
}

static bool smaller(lua_State *L)
{
    return lua_compare(L, -2, -1, LUA_OPLT);
}

/* By the author's function, which is at index 2. */
static bool author_says(lua_State *L)
{
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -3);
    lua_pushvalue(L, -3);
    lua_call(L, 2, 1);
    bool is = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return is;
}

static int table_sort(lua_State *L)
{
    lua_Integer length = checked_length(L);
    luaL_argcheck(L, length < INT_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_newtable(L); /* a copy, so that a function that meddles with the table harms nothing */
    copy_up(L, 1, 1, length, 3, 1);
    tp_sort(L, 3, length, lua_isnil(L, 2) ? smaller : author_says);
    copy_up(L, 3, 1, length, 1, 1);
    return 0;
}

const luaL_Reg tp_lib_table[] = {
    {"concat", table_concat},
    {"insert", table_insert},
    {"move", table_move},
    {"remove", table_remove},
    {"sort", table_sort},
    {"unpack", table_unpack},
    {NULL, NULL},
};
