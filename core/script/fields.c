/* The fields of a returned table. Must never call a metamethod, nor go on without end. */
#include "core/script/fields.h"

#include "core/script/order.h"
#include "core/script/vm.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

enum {
    DEEPEST = 3, /* keys.pause.1 */
    MOST = 1000, /* fields in all */
    NAME = 40,   /* bytes of a field's name */
    TEXT = 4096, /* bytes of a text */
    PATH = 160   /* bytes of a path; DEEPEST names and their dots fit */
};

struct walk {
    const struct tp_fields_text *source;
    const struct tp_fields_reader *reader;
    struct tp_err *err;
    int rc;    /* what ended it */
    int count; /* of fields */
    char path[PATH];
};

static int mistake(struct walk *walk, const char *what)
{
    walk->rc = tp_fields_mistake(walk->source, walk->path, TP_ESCRIPT, what, walk->err);
    return walk->rc;
}

/* Dots part the names of a path. */
static bool is_name(const char *name, size_t length)
{
    return length > 0 && length <= NAME && !memchr(name, '.', length) &&
           !memchr(name, '\0', length);
}

/* Adds the key at `index` to the path; the length of the path before it, or a negative code. */
static int enter(lua_State *L, int index, struct walk *walk)
{
    size_t before = strlen(walk->path), length = 0;
    const char *dot = before ? "." : "", *name = "";
    if (lua_isinteger(L, index)) {
        snprintf(walk->path + before, PATH - before, "%s%lld", dot,
                 (long long)lua_tointeger(L, index));
        return (int)before;
    }
    if (lua_type(L, index) == LUA_TSTRING)
        name = lua_tolstring(L, index, &length);
    if (!is_name(name, length))
        return mistake(walk, "a field has a name such as voice or rate, and no other sign in it");
    snprintf(walk->path + before, PATH - before, "%s%s", dot, name);
    return (int)before;
}

/* What a value of Lua is for the reader; false for what is none of its kinds. */
static bool read_value(lua_State *L, int index, struct tp_field *field)
{
    size_t length;
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        field->value = tp_value_bool(lua_toboolean(L, index));
        return true;
    case LUA_TNUMBER:
        field->value = tp_value_number(lua_tonumber(L, index));
        return true;
    case LUA_TSTRING:
        field->value = tp_value_text(lua_tolstring(L, index, &length));
        return length <= TEXT && strlen(field->value.text) == length;
    case LUA_TTABLE:
        field->table = true;
        return true;
    default:
        return false;
    }
}

static int walk_table(lua_State *L, struct walk *walk, int depth);

/* The value on top, whose path is entered. */
static int walk_value(lua_State *L, struct walk *walk, int depth)
{
    struct tp_field field = {.path = walk->path};
    if (++walk->count > MOST)
        return mistake(walk, "there are too many fields");
    if (!read_value(L, -1, &field))
        return mistake(walk, "a field is a text, a number, true, false or { … }");
    if (field.table && depth == DEEPEST)
        return mistake(walk, "there are too many { } in one another");
    struct tp_err why = {0};
    walk->rc = walk->reader->field(walk->reader->context, &field, &why);
    if (walk->rc < 0)
        tp_fields_mistake(walk->source, walk->path, why.code, why.text, walk->err);
    return walk->rc == 0 && field.table ? walk_table(L, walk, depth + 1) : walk->rc;
}

/* Pushes the sorted keys of the table on top; how many there are, or a negative code. */
static int push_keys(lua_State *L, struct walk *walk)
{
    int table = lua_gettop(L), count = 0;
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        int type = lua_type(L, -1);
        if (type != LUA_TSTRING && !lua_isinteger(L, -1))
            return mistake(walk, "a field has a name such as voice, or none");
        if (++count > MOST)
            return mistake(walk, "there are too many fields");
        lua_pushvalue(L, -1);
        lua_rawseti(L, table + 1, count);
    }
    tp_sort(L, table + 1, count, tp_key_before);
    return count;
}

/* The table on top. */
static int walk_table(lua_State *L, struct walk *walk, int depth)
{
    luaL_checkstack(L, 8, NULL);
    int table = lua_gettop(L), count = push_keys(L, walk);
    if (count < 0)
        return count;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, table + 1, i);
        int before = enter(L, -1, walk);
        if (before < 0)
            return before;
        lua_rawget(L, table);
        if (walk_value(L, walk, depth) < 0)
            return walk->rc;
        walk->path[before] = '\0';
        lua_pop(L, 1);
    }
    lua_settop(L, table);
    return 0;
}

static int walk_body(lua_State *L)
{
    struct walk *walk = lua_touserdata(L, 1);
    lua_settop(L, 2);
    walk_table(L, walk, 1);
    return 0;
}

/* What `co` returned, the topmost `results` values of it. */
static int read_results(lua_State *L, lua_State *co, int results, struct walk *walk)
{
    if (results < 1 || !lua_istable(co, -results))
        return mistake(walk, "it must return its fields: return { … }");
    lua_settop(co, lua_absindex(co, -results));
    if (!lua_checkstack(L, 3))
        return tp_err_set(walk->err, TP_ENOMEM, "%s: out of memory", walk->source->name);
    lua_pushcfunction(L, walk_body);
    lua_pushlightuserdata(L, walk);
    lua_xmove(co, L, 1);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK)
        return tp_err_set(walk->err, TP_ENOMEM, "%s: out of memory", walk->source->name);
    return walk->rc;
}

static void on_alive(void *context, const char *where)
{
    const struct tp_fields_reader *reader = context;
    reader->alive(reader->context, where);
}

int tp_fields_read(const struct tp_fields_text *source, const struct tp_fields_reader *reader,
                   struct tp_err *err)
{
    struct tp_vm_config config = {.seed = 1, .alive = on_alive, .context = (void *)reader};
    struct walk walk = {.source = source, .reader = reader, .err = err};
    struct tp_vm *vm = NULL;
    lua_State *co = NULL;
    int results = 0;
    int rc = tp_vm_create(&vm, &config, err);
    if (rc == 0)
        rc = tp_vm_load(tp_vm_lua(vm), source->name, source->text, source->length, err);
    if (rc == 0)
        rc = tp_vm_start(vm, &co, err);
    if (rc == 0)
        rc = tp_vm_resume(vm, co, 0, &results, err);
    if (rc == 0)
        rc = read_results(tp_vm_lua(vm), co, results, &walk);
    tp_vm_destroy(vm);
    return rc;
}
