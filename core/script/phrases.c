/* The phrases, copied out of a VM that is closed again: reading them later calls no Lua. */
#include "core/script/phrases.h"

#include "core/base/text.h"
#include "core/script/builtin.h"
#include "core/script/vm.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct form {
    char key[40];
    int order;  /* among the forms of its key */
    char *text; /* owned */
};

struct tp_phrases {
    struct form *forms; /* owned; by key, then order */
    size_t count, room;
    bool failed; /* out of memory: some are missing */
};

static void add(struct tp_phrases *phrases, const char *key, int order, const char *text)
{
    if (phrases->count == phrases->room) {
        size_t room = phrases->room ? phrases->room * 2 : 64;
        struct form *forms = realloc(phrases->forms, room * sizeof *forms);
        if (!forms) {
            phrases->failed = true;
            return;
        }
        phrases->forms = forms;
        phrases->room = room;
    }
    struct form *form = &phrases->forms[phrases->count++];
    form->order = order;
    form->text = tp_text_copy(text);
    snprintf(form->key, sizeof form->key, "%s", key);
    phrases->failed |= !form->text;
}

/* The text, or the list of forms, on top of the stack. */
static void add_forms(lua_State *L, struct tp_phrases *phrases, const char *key)
{
    if (lua_type(L, -1) == LUA_TSTRING) {
        add(phrases, key, 0, lua_tostring(L, -1));
        return;
    }
    for (int order = 1; lua_rawgeti(L, -1, order) == LUA_TSTRING; order++) {
        add(phrases, key, order, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* The field `name` of the table at 1, a table itself: its entries go by PREFIX and their key. */
static void add_table(lua_State *L, struct tp_phrases *phrases, const char *name,
                      const char *prefix)
{
    lua_getfield(L, 1, name);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        char key[40];
        if (lua_type(L, -2) == LUA_TSTRING)
            snprintf(key, sizeof key, "%s%s", prefix, lua_tostring(L, -2));
        else
            snprintf(key, sizeof key, "%s%d", prefix, (int)lua_tointeger(L, -2));
        add_forms(L, phrases, key);
    }
    lua_pop(L, 1);
}

/* The table of a language, and where its phrases go. */
static int read_body(lua_State *L)
{
    struct tp_phrases *phrases = lua_touserdata(L, 2);
    add_table(L, phrases, "now", "");
    add_table(L, phrases, "side", "side_");
    add_table(L, phrases, "numbers", "number_");
    return 0;
}

static int by_key(const void *a, const void *b)
{
    const struct form *one = a, *other = b;
    int keys = strcmp(one->key, other->key);
    return keys ? keys : one->order - other->order;
}

static bool is_builtin(const char *name)
{
    for (const struct tp_builtin *chunk = tp_builtins; chunk->name; chunk++)
        if (strcmp(chunk->name, name) == 0)
            return true;
    return false;
}

static int read_phrases(struct tp_phrases *phrases, const char *name, struct tp_err *err)
{
    struct tp_vm *vm;
    const struct tp_vm_config config = {0};
    int rc = tp_vm_create(&vm, &config, err);
    if (rc < 0)
        return rc;
    lua_State *L = tp_vm_lua(vm);
    rc = tp_vm_run_builtin(L, name, 0, err);
    if (rc < 0)
        goto out;
    lua_pushcfunction(L, read_body);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, phrases);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK || phrases->failed)
        rc = tp_err_set(err, TP_ENOMEM, "out of memory");
out:
    tp_vm_destroy(vm);
    return rc;
}

int tp_phrases_open(struct tp_phrases **out, const char *lang, struct tp_err *err)
{
    char name[40];
    *out = NULL;
    if (!lang)
        lang = "en";
    snprintf(name, sizeof name, "phrases_%s", lang);
    if (!is_builtin(name))
        return tp_err_set(err, TP_ENOENT, "there are no phrases in the language %s", lang);
    struct tp_phrases *phrases = calloc(1, sizeof *phrases);
    if (!phrases)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    int rc = read_phrases(phrases, name, err);
    if (rc < 0) {
        tp_phrases_close(phrases);
        return rc;
    }
    qsort(phrases->forms, phrases->count, sizeof *phrases->forms, by_key);
    *out = phrases;
    return 0;
}

void tp_phrases_close(struct tp_phrases *phrases)
{
    if (!phrases)
        return;
    for (size_t i = 0; i < phrases->count; i++)
        free(phrases->forms[i].text);
    free(phrases->forms);
    free(phrases);
}

const char *tp_phrases_get(const struct tp_phrases *phrases, const char *key, unsigned pick)
{
    size_t first = 0, forms = 0;
    while (first < phrases->count && strcmp(phrases->forms[first].key, key) != 0)
        first++;
    while (first + forms < phrases->count && strcmp(phrases->forms[first + forms].key, key) == 0)
        forms++;
    return forms ? phrases->forms[first + pick % forms].text : "";
}

size_t tp_phrases_count(const struct tp_phrases *phrases)
{
    return phrases->count;
}

const char *tp_phrases_at(const struct tp_phrases *phrases, size_t index)
{
    return phrases->forms[index].text;
}
