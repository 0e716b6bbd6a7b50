/* Bindings: the routine's head and its steps. */
#include "core/script/place.h"
#include "core/script/script_internal.h"

#include <string.h>

/* The line of the routine's own file from which a verb was called, 0 when it is not on the stack.
 */
static int author_line(lua_State *L, const struct tp_script *script)
{
    lua_Debug frame;
    int fallback = 0;
    for (int level = 1; lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.source[0] != '@' ||
            strncmp(frame.source, TP_BUILTIN_PREFIX, sizeof TP_BUILTIN_PREFIX - 1) == 0)
            continue;
        if (strcmp(frame.source + 1, script->name) == 0)
            return frame.currentline;
        if (!fallback)
            fallback = frame.currentline;
    }
    return fallback;
}

/* The n-th of a list of { rule =, reason = } or the like, which is on top; false when there is
 * none. Its texts live in the argument. */
static bool read_pair(lua_State *L, int n, const char *const keys[2], const char **first,
                      const char **second)
{
    bool there = lua_istable(L, -1) && lua_rawgeti(L, -1, n) == LUA_TTABLE;
    if (there) {
        *first = tp_bind_text(L, lua_gettop(L), keys[0]);
        *second = tp_bind_text(L, lua_gettop(L), keys[1]);
    }
    return there && *first && *second;
}

static void read_lists(lua_State *L, struct tp_routine_info *info)
{
    static const char *const accepted[] = {"rule", "reason"}, *const other[] = {"name", "value"};
    int top = lua_gettop(L), *count = &info->accepted_count;
    lua_getfield(L, 1, "accepted");
    for (; *count < TP_ACCEPTED && read_pair(L, *count + 1, accepted, &info->accepted[*count].rule,
                                             &info->accepted[*count].reason);
         ++*count)
        lua_settop(L, top + 1);
    lua_settop(L, top);
    lua_getfield(L, 1, "others");
    for (count = &info->other_count;
         *count < TP_OTHERS &&
         read_pair(L, *count + 1, other, &info->others[*count].name, &info->others[*count].value);
         ++*count)
        lua_settop(L, top + 1);
    lua_settop(L, top);
}

/* routine{ title, area, position, summary, lang, tools, made_by, made_for, accepted, others } */
static int routine(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    struct tp_routine_info info = {.title = tp_bind_text(L, 1, "title"),
                                   .area = tp_bind_text(L, 1, "area"),
                                   .position = tp_bind_text(L, 1, "position"),
                                   .summary = tp_bind_text(L, 1, "summary"),
                                   .lang = tp_bind_text(L, 1, "lang"),
                                   .tools = tp_bind_text(L, 1, "tools"),
                                   .made_by = tp_bind_text(L, 1, "made_by"),
                                   .made_for = tp_bind_text(L, 1, "made_for")};
    read_lists(L, &info);
    int rc = script->ops->routine(script->context, &info, &script->failure);
    if (rc == -TP_EVOICE) {
        char place[TP_PLACE];
        tp_err_set(&script->refusal, TP_EVOICE, "%s: %s", tp_place(L, place), script->failure.text);
        return tp_bind_refuse(L);
    }
    return rc < 0 ? tp_bind_failure(L, script) : 0;
}

/* refuse_option(text): the routine does not take what the command line gave. */
static int refuse_option(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    char shown[300];
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    tp_text_clean(shown, sizeof shown, text, length);
    tp_err_set(&script->refusal, TP_EUSAGE, "%s: %s", script->name, shown);
    return tp_bind_refuse(L);
}

/* step_begin{ kind, how, title, section, side, point, latin, pressure, pressure_max, dose, spot,
 * find, reach, priority } */
static int step_begin(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    struct tp_step_info info = {.kind = tp_bind_text(L, 1, "kind"),
                                .how = tp_bind_text(L, 1, "how"),
                                .title = tp_bind_text(L, 1, "title"),
                                .section = tp_bind_text(L, 1, "section"),
                                .side = tp_bind_text(L, 1, "side"),
                                .point = tp_bind_text(L, 1, "point"),
                                .latin = tp_bind_text(L, 1, "latin"),
                                .pressure = tp_bind_number(L, 1, "pressure", -1),
                                .pressure_max = tp_bind_number(L, 1, "pressure_max", -1),
                                .dose = tp_bind_frames(L, 1, "dose", -1),
                                .spot = tp_bind_text(L, 1, "spot"),
                                .find = tp_bind_text(L, 1, "find"),
                                .reach = tp_bind_frames(L, 1, "reach", 0),
                                .priority = (int)tp_bind_frames(L, 1, "priority", 0),
                                .line = author_line(L, script)};
    if (script->ops->step_begin(script->context, &info, &script->failure) < 0)
        return tp_bind_failure(L, script);
    return 0;
}

/* step_end(outcome) */
static int step_end(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    script->ops->step_end(script->context, luaL_checkstring(L, 1));
    return 0;
}

/* phase(name, until): free, ramp, count or release */
static int phase(lua_State *L)
{
    static const char *const names[] = {"free", "ramp", "count", "release", NULL};
    struct tp_script *script = tp_script_of(L);
    enum tp_phase now = (enum tp_phase)luaL_checkoption(L, 1, NULL, names);
    script->ops->phase(script->context, now, luaL_optinteger(L, 2, 0));
    return 0;
}

/* resumed() → frame, or nil */
static int resumed(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    tp_frames at = script->ops->resumed(script->context);
    if (at < 0)
        return 0;
    lua_pushinteger(L, at);
    return 1;
}

/* heard() → frame at which the last sound that was asked for is over */
static int heard(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    lua_pushinteger(L, script->ops->heard(script->context));
    return 1;
}

/* words() → level or nil, steps: levels are 0 tones, 1 brief, 2 normal, 3 full */
static int words(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    int steps = 0, level = script->ops->words(script->context, &steps);
    if (level < 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, level);
    lua_pushinteger(L, steps);
    return 2;
}

/* words_begin(level) */
static int words_begin(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    lua_Integer level = luaL_checkinteger(L, 1);
    luaL_argcheck(L, level >= 0 && level <= TP_WORDS_FULL, 1, "no such level");
    script->ops->words_begin(script->context, (int)level);
    return 0;
}

/* now() → frames */
static int now(lua_State *L)
{
    struct tp_script *script = tp_script_of(L);
    lua_pushinteger(L, script->ops->now(script->context));
    return 1;
}

void tp_bind_step(lua_State *L, struct tp_script *script)
{
    static const luaL_Reg functions[] = {{"routine", routine},
                                         {"refuse_option", refuse_option},
                                         {"step_begin", step_begin},
                                         {"step_end", step_end},
                                         {"now", now},
                                         {"phase", phase},
                                         {"resumed", resumed},
                                         {"heard", heard},
                                         {"words", words},
                                         {"words_begin", words_begin},
                                         {NULL, NULL}};
    tp_bind(L, script, functions);
}
