/* The authors' require. The name is checked here, the text is found by the host: a name never
 * becomes a path of the author's choice. Each module runs once, in the environment of routines. */
#include "core/script/libs.h"
#include "core/script/place.h"
#include "core/script/vm_internal.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* In the table of what is loaded: this one is being loaded. */
static const char loading;

/* Lower-case words joined by dots; the first letter is not a digit. */
static bool is_name(const char *name)
{
    if (!islower((unsigned char)*name))
        return false;
    for (char before = '.'; *name; before = *name++) {
        bool letter = islower((unsigned char)*name) || isdigit((unsigned char)*name);
        if (!letter && *name != '_' && (*name != '.' || before == '.' || name[1] == '\0'))
            return false;
    }
    return true;
}

/* Pushes the module's function. Nothing of the host's memory is held when an error is raised. */
static void push_module(lua_State *L, const char *name)
{
    const struct tp_vm_config *config = &tp_vm_of(L)->config;
    char shown[128] = "";
    struct tp_err err = {0};
    struct tp_buf source = {0};
    int rc = config->module
                 ? config->module(config->context, name, &source, shown, sizeof shown, &err)
                 : tp_err_set(&err, TP_ENOENT, "there is no module '%s'", name);
    bool found = rc >= 0;
    if (found)
        rc = tp_vm_load(L, shown, source.data ? source.data : "", source.length, &err);
    tp_buf_finish(&source);
    if (rc >= 0)
        return;
    if (!found)
        tp_place_error(L, "require: %s", err.text);
    tp_limit_look(L);
    lua_pushstring(L, err.text);
    lua_error(L);
}

static void set_loaded(lua_State *L)
{
    lua_pushvalue(L, 1);
    lua_insert(L, -2);
    lua_rawset(L, lua_upvalueindex(1));
}

/* Stack: name, then the module's value or the error. */
static int module_ended(lua_State *L, int status, lua_KContext unused)
{
    (void)unused;
    if (status != LUA_OK && status != LUA_YIELD) {
        tp_limit_spent(L, status);
        lua_pushnil(L);
        set_loaded(L);
        return lua_error(L);
    }
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, true);
    }
    lua_pushvalue(L, -1);
    set_loaded(L);
    return 1;
}

int tp_lib_require(lua_State *L)
{
    size_t length;
    const char *name = luaL_checklstring(L, 1, &length);
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    lua_rawget(L, lua_upvalueindex(1));
    if (lua_touserdata(L, -1) == &loading)
        return tp_place_error(L, "require: module '%s' is still being loaded: it requires itself",
                              name);
    if (!lua_isnil(L, -1))
        return 1;
    lua_pop(L, 1);
    if (strlen(name) != length || !is_name(name))
        return tp_place_error(L,
                              "require: '%s' is not a module's name: lower-case words, joined "
                              "by dots",
                              name);
    push_module(L, name);
    lua_pushlightuserdata(L, (void *)&loading);
    set_loaded(L);
    lua_pushvalue(L, 1);
    return module_ended(L, lua_pcallk(L, 1, 1, 0, 0, module_ended), 0);
}
