/* The Lua VM of one session. Must never call into Lua outside a protected call, so that a full
 * memory ends the routine and never the program. */
#include "core/script/vm.h"

#include "core/script/builtin.h"
#include "core/script/load.h"
#include "core/script/vm_internal.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

const char tp_vm_skip, tp_vm_verb;
const char tp_key_words, tp_key_globals, tp_key_trusted, tp_key_last, tp_key_raised;

static void *allocate(void *data, void *block, size_t old, size_t wanted)
{
    struct tp_vm *vm = data;
    size_t before = block ? old : 0; /* of no block, Lua tells its kind there */
    if (wanted > before && !tp_limit_allows(vm, wanted - before))
        return NULL;
    void *served = tp_memory_resize(&vm->memory, block, old, wanted);
    if (!served && wanted)
        tp_limit_refused(vm);
    return served;
}

struct tp_vm *tp_vm_of(lua_State *L)
{
    return *(struct tp_vm **)lua_getextraspace(L);
}

lua_State *tp_vm_lua(struct tp_vm *vm)
{
    return vm->state;
}

void tp_vm_push_environment(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tp_key_words);
}

size_t tp_vm_memory(const struct tp_vm *vm)
{
    return vm->memory.held;
}

size_t tp_vm_memory_peak(const struct tp_vm *vm)
{
    return vm->memory.peak;
}

/* One line and a code for the error on top of `L`, which is popped. */
static int report(lua_State *L, int status, const char *name, struct tp_err *err)
{
    struct tp_vm *vm = tp_vm_of(L);
    int rc = tp_limit_spent(L, status) ? tp_limit_report(vm, name, err)
                                       : tp_place_report(L, TP_ESCRIPT, name, err);
    lua_pop(L, 1);
    return rc;
}

/* Runs `body` protected, with `data` and the `arguments` topmost values (popped) as its arguments,
 * under the clock; leaves `results` values. */
static int protect(lua_State *L, lua_CFunction body, void *data, int arguments, int results,
                   const char *name, struct tp_err *err)
{
    struct tp_vm *vm = tp_vm_of(L);
    if (!lua_checkstack(L, 3))
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    bool outermost = tp_limit_begin(L);
    lua_pushcfunction(L, body);
    lua_insert(L, -1 - arguments);
    lua_pushlightuserdata(L, data);
    lua_insert(L, -1 - arguments);
    int status = lua_pcall(L, arguments + 1, results, 0);
    if (outermost)
        tp_limit_end(vm);
    return status == LUA_OK ? 0 : report(L, status, name, err);
}

int tp_vm_create(struct tp_vm **out, const struct tp_vm_config *config, struct tp_err *err)
{
    *out = NULL;
    struct tp_vm *vm = calloc(1, sizeof *vm);
    if (!vm)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    vm->config = *config;
    if (!vm->config.memory_bytes)
        vm->config.memory_bytes = (size_t)64 << 20;
    if (!vm->config.resume_ns)
        vm->config.resume_ns = 1000000000;
    vm->memory.cap = vm->config.memory_bytes;
    int rc = -TP_ENOMEM;
    vm->state = lua_newstate(allocate, vm);
    if (!vm->state) {
        tp_err_set(err, TP_ENOMEM, "out of memory");
        goto out;
    }
    *(struct tp_vm **)lua_getextraspace(vm->state) = vm;
    tp_limit_watch(vm->state);
    rc = protect(vm->state, tp_sandbox_open, NULL, 0, 0, "", err);
    if (rc < 0)
        goto out;
    *out = vm;
    vm = NULL;
out:
    tp_vm_destroy(vm);
    return rc;
}

void tp_vm_destroy(struct tp_vm *vm)
{
    if (!vm)
        return;
    if (vm->state)
        lua_close(vm->state);
    tp_place_finish_files(&vm->files);
    free(vm);
}

struct text {
    const char *name, *bytes;
    size_t length;
};

static int load_body(lua_State *L)
{
    const struct text *text = lua_touserdata(L, 1);
    tp_load_text(L, text->name, text->bytes, text->length);
    return 1;
}

int tp_vm_load(lua_State *L, const char *name, const char *text, size_t length, struct tp_err *err)
{
    struct text source = {name, text, length};
    return protect(L, load_body, &source, 0, 1, name, err);
}

void tp_builtin_call(lua_State *L, const char *name, int arguments)
{
    const struct tp_builtin *chunk = tp_builtins;
    while (chunk->name && strcmp(chunk->name, name) != 0)
        chunk++;
    if (!chunk->name)
        luaL_error(L, "no built-in chunk '%s'", name);
    luaL_checkstack(L, 3, NULL);
    const char *shown = lua_pushfstring(L, TP_BUILTIN_PREFIX "%s.lua", name);
    if (luaL_loadbufferx(L, (const char *)chunk->bytes, chunk->length, shown, "t") != LUA_OK)
        lua_error(L);
    lua_remove(L, -2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tp_key_trusted);
    lua_setupvalue(L, -2, 1);
    lua_insert(L, -1 - arguments);
    lua_call(L, arguments, 1);
}

static int builtin_body(lua_State *L)
{
    const char *name = lua_touserdata(L, 1);
    tp_builtin_call(L, name, lua_gettop(L) - 1);
    return 1;
}

int tp_vm_run_builtin(lua_State *L, const char *name, int arguments, struct tp_err *err)
{
    return protect(L, builtin_body, (void *)name, arguments, 1, name, err);
}

static int start_body(lua_State *L)
{
    lua_State **out = lua_touserdata(L, 1);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, co);
    lua_pushvalue(L, 2);
    lua_xmove(L, co, 1);
    *out = co;
    return 0;
}

int tp_vm_start(struct tp_vm *vm, lua_State **out, struct tp_err *err)
{
    *out = NULL;
    return protect(vm->state, start_body, (void *)out, 1, 0, "", err);
}

/* What a coroutine that ended left behind stays readable until the next one ends. */
static int let_go_body(lua_State *L)
{
    lua_State *co = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, co);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tp_key_last);
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, co);
    return 0;
}

/* An author's own yield outside a coroutine of his: nobody would ever answer it. */
static int stray_yield(lua_State *co, struct tp_err *err)
{
    char place[TP_PLACE];
    tp_place(co, place);
    return tp_err_set(err, TP_ESCRIPT,
                      "%s: coroutine.yield works only inside coroutine.create or coroutine.wrap",
                      place);
}

int tp_vm_resume(struct tp_vm *vm, lua_State *co, int arguments, int *results, struct tp_err *err)
{
    *results = 0;
    if (vm->limit.spent)
        return tp_limit_report(vm, "", err);
    tp_limit_begin(co);
    int status = lua_resume(co, vm->state, arguments, results), rc = TP_VM_DONE;
    tp_limit_end(vm);
    if (status == LUA_YIELD && *results && lua_touserdata(co, -*results) == &tp_vm_verb)
        return TP_VM_YIELDED;
    if (status == LUA_YIELD)
        rc = stray_yield(co, err);
    else if (status != LUA_OK)
        rc = report(co, status, "", err);
    protect(vm->state, let_go_body, co, 0, 0, "", NULL);
    return rc;
}
