/* A routine in its VM: creation, and requests out of what its verbs yield. */
#include "core/script/script.h"

#include "core/script/script_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kinds of yield, as lua/time.lua numbers them. */
enum { YIELD_WAIT = 1, YIELD_SAY, YIELD_ASK, YIELD_FEEL };

static void on_alive(void *context, const char *where)
{
    struct tp_script *script = context;
    script->ops->alive(script->context, where);
}

static void on_print(void *context, const char *text)
{
    struct tp_script *script = context;
    script->ops->print(script->context, text);
}

static int on_module(void *context, const char *name, struct tp_buf *source, char *shown,
                     size_t shown_size, struct tp_err *err)
{
    struct tp_script *script = context;
    return script->ops->module(script->context, name, source, shown, shown_size, err);
}

/* Pushes the table of primitives, with the options of the command line in it. */
static int push_primitives(lua_State *L)
{
    struct tp_script *script = lua_touserdata(L, 1);
    const struct tp_script_config *config = lua_touserdata(L, 2);
    lua_newtable(L);
    tp_bind_step(L, script);
    tp_bind_sound(L, script);
    tp_bind_memory(L, script);
    tp_bind_device(L, script);
    lua_createtable(L, 0, (int)config->option_count);
    for (size_t i = 0; i < config->option_count; i++) {
        lua_pushstring(L, config->options[i].value);
        lua_setfield(L, -2, config->options[i].name);
    }
    lua_setfield(L, -2, "options");
    return 1;
}

static int load_vocabulary(struct tp_script *script, const struct tp_script_config *config,
                           struct tp_err *err)
{
    lua_State *L = tp_vm_lua(script->vm);
    lua_pushcfunction(L, push_primitives);
    lua_pushlightuserdata(L, script);
    lua_pushlightuserdata(L, (void *)config);
    if (lua_pcall(L, 2, 1, 0) != LUA_OK)
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", script->name);
    return tp_vm_run_builtin(L, "vocabulary", 1, err);
}

int tp_script_create(struct tp_script **out, const struct tp_script_config *config,
                     const char *name, const char *text, size_t length, struct tp_err *err)
{
    struct tp_script *script = calloc(1, sizeof *script);
    int rc = -TP_ENOMEM;
    *out = NULL;
    if (!script)
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", name);
    script->ops = config->ops;
    script->context = config->context;
    script->seed = config->seed;
    snprintf(script->name, sizeof script->name, "%s", name);
    struct tp_vm_config vm = {.memory_bytes = config->memory_bytes,
                              .seed = config->seed,
                              .alive = on_alive,
                              .print = on_print,
                              .module = on_module,
                              .lines = config->lines,
                              .context = script};
    rc = tp_vm_create(&script->vm, &vm, err);
    if (rc == 0)
        rc = load_vocabulary(script, config, err);
    if (rc == 0)
        rc = tp_vm_start(script->vm, &script->routine, err);
    if (rc == 0)
        rc = tp_vm_load(tp_vm_lua(script->vm), name, text, length, err);
    if (rc < 0) {
        tp_script_destroy(script);
        return rc;
    }
    lua_xmove(tp_vm_lua(script->vm), script->routine, 1); /* main(file) */
    *out = script;
    return 0;
}

void tp_script_destroy(struct tp_script *script)
{
    if (!script)
        return;
    tp_vm_destroy(script->vm);
    free(script);
}

/* ---- requests ---- */

static int read_say(lua_State *co, int first, struct tp_request *request)
{
    request->kind = TP_REQUEST_SAY;
    request->say.text = lua_tostring(co, first);
    request->say.speech_class = (enum tp_speech_class)lua_tointeger(co, first + 1);
    request->say.wait = lua_toboolean(co, first + 2);
    request->say.pause = lua_tointeger(co, first + 3);
    request->say.ends_by = lua_isinteger(co, first + 4) ? lua_tointeger(co, first + 4) : TP_NEVER;
    request->say.gain_db = lua_tonumber(co, first + 5);
    request->say.from = lua_tointeger(co, first + 6);
    return request->say.text ? 0 : -TP_EINVAL;
}

static enum tp_question_kind question_kind(const char *name)
{
    return strcmp(name, "number") == 0   ? TP_ASK_NUMBER
           : strcmp(name, "yes_no") == 0 ? TP_ASK_YES_NO
           : strcmp(name, "choice") == 0 ? TP_ASK_CHOICE
                                         : TP_ASK_READY;
}

/* counted = { frame, frame, … }: when each number is said. */
static void read_counted(lua_State *co, int table, struct tp_question *ask)
{
    if (lua_getfield(co, table, "counted") == LUA_TTABLE)
        for (; ask->counted_count < TP_COUNTED; ask->counted_count++) {
            bool there = lua_rawgeti(co, -1, ask->counted_count + 1) == LUA_TNUMBER;
            ask->counted[ask->counted_count] = lua_tointeger(co, -1);
            lua_pop(co, 1);
            if (!there)
                break;
        }
    lua_pop(co, 1);
}

static int read_ask(lua_State *co, int table, struct tp_request *request)
{
    struct tp_question *ask = &request->ask;
    request->kind = TP_REQUEST_ASK;
    *ask = (struct tp_question){.kind = question_kind(tp_bind_text(co, table, "kind")),
                                .text = tp_bind_text(co, table, "text"),
                                .min = tp_bind_number(co, table, "min", 0),
                                .max = tp_bind_number(co, table, "max", 0),
                                .timeout = tp_bind_frames(co, table, "timeout", 0)};
    lua_getfield(co, table, "implied");
    ask->implied = lua_toboolean(co, -1);
    lua_pop(co, 1);
    read_counted(co, table, ask);
    lua_getfield(co, table, "assume");
    ask->assume = tp_bind_value(co, -1);
    lua_pop(co, 1);
    if (lua_getfield(co, table, "choices") == LUA_TTABLE)
        for (; ask->choice_count < TP_CHOICES; ask->choice_count++) {
            if (lua_rawgeti(co, -1, ask->choice_count + 1) != LUA_TSTRING) {
                lua_pop(co, 1);
                break;
            }
            ask->choices[ask->choice_count] = lua_tostring(co, -1);
            lua_pop(co, 1);
        }
    lua_pop(co, 1);
    return 0;
}

/* What a verb yielded: the mark, the kind, and its values. They stay on the stack, so that texts
 * live until the next resume. */
static int read_request(struct tp_script *script, int results, struct tp_request *request)
{
    lua_State *co = script->routine;
    int first = lua_gettop(co) - results + 1;
    if (results < 3 || lua_touserdata(co, first) != (const void *)&tp_vm_verb)
        return -TP_EINVAL;
    switch (lua_tointeger(co, first + 1)) {
    case YIELD_WAIT:
    case YIELD_FEEL:
        request->kind =
            lua_tointeger(co, first + 1) == YIELD_WAIT ? TP_REQUEST_WAIT : TP_REQUEST_FEEL;
        request->until = lua_tointeger(co, first + 2);
        return 0;
    case YIELD_SAY:
        script->yielded = 9; /* values left out at the end are nil */
        lua_settop(co, first + script->yielded - 1);
        return read_say(co, first + 2, request);
    case YIELD_ASK:
        return read_ask(co, first + 2, request);
    default:
        return -TP_EINVAL;
    }
}

/* Pushes what the waiting verb gets; the number of values. */
static int push_reply(lua_State *co, const struct tp_reply *reply)
{
    if (reply->skip) {
        lua_pushlightuserdata(co, (void *)&tp_vm_skip);
        return 1;
    }
    if (reply->felt) {
        lua_pushstring(co, reply->felt);
        lua_pushinteger(co, reply->counted);
        return 2;
    }
    if (reply->value.kind != TP_VALUE_NIL) {
        tp_bind_push(co, reply->value);
        return 1;
    }
    if (reply->dropped || reply->length == 0)
        return 0;
    lua_pushinteger(co, reply->start);
    lua_pushinteger(co, reply->length);
    return 2;
}

int tp_script_resume(struct tp_script *script, const struct tp_reply *reply,
                     struct tp_request *request, struct tp_err *err)
{
    lua_State *co = script->routine;
    int results = 0, arguments = 1; /* the first time: main(file) */
    if (reply) {
        lua_pop(co, script->yielded);
        arguments = push_reply(co, reply);
    }
    int status = tp_vm_resume(script->vm, co, arguments, &results, err);
    if (status < 0 && script->refusal.code)
        return tp_err_set(err, script->refusal.code, "%s", script->refusal.text);
    if (status < 0)
        return status;
    if (status == TP_VM_DONE) {
        request->kind = TP_REQUEST_DONE;
        request->outcome = results > 0 ? lua_tostring(co, -results) : NULL;
        return 0;
    }
    script->yielded = results;
    if (read_request(script, results, request) < 0)
        return tp_err_set(err, TP_ESCRIPT, "%s: coroutine.yield outside of a coroutine",
                          script->name);
    return 0;
}
