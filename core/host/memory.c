/* A routine's memory, kept as JSON. Must never count a session that did not come to its end. */
#include "core/host/memory.h"

#include "core/base/text.h"
#include "core/host/day.h"
#include "core/host/file.h"

#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEYS = 1000,
    NAME = 64, /* letters of the routine's name that its file keeps */
    DATE = 11  /* "2026-11-20" */
};

struct tp_memory {
    struct tp_store store;   /* count, last and last_pain are put in by save */
    char *routine;           /* absolute path of the routine */
    json_t *values;          /* borrowed from the store: what was remembered */
    json_t *opened;          /* owned: as it was when it was opened */
    double count;            /* finished sessions */
    char last[DATE];         /* day of the last one, "" before the first */
    double pain, noted_pain; /* before this session, and in it; NaN: none */
    bool changed;
};

/* ---- names ---- */

/* FNV-1a, 64 bits (offset basis and prime: draft-eastlake-fnv). */
static uint64_t hash(const char *text)
{
    uint64_t sum = 0xcbf29ce484222325U;
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * 0x100000001b3U;
    return sum;
}

/* FOLDER/memory/neck-0123456789ab.json: the name for people, the hash because two folders may hold
 * a neck.lua each. */
static char *file_path(const char *folder, const char *routine)
{
    struct tp_buf path = {0};
    char name[NAME + 1];
    tp_file_plain_name(name, sizeof name, routine);
    tp_buf_printf(&path, "%s/memory/%s-%012" PRIx64 ".json", folder, name,
                  hash(routine) & 0xffffffffffffU);
    if (path.failed)
        tp_buf_finish(&path);
    return path.data;
}

/* ---- reading ---- */

static const char *wrong_values(const json_t *values)
{
    const char *key;
    json_t *value;
    if (!json_is_object(values))
        return "what was remembered is not an object";
    json_object_foreach(
        (json_t *)values, key,
        value) if (!json_is_number(value) && !json_is_string(value) &&
                   !json_is_boolean(
                       value)) return "a remembered value is not a number, a text, true or false";
    return NULL;
}

/* What is wrong with a file's content, or NULL. */
static const char *wrong(const json_t *root)
{
    json_t *count = json_object_get(root, "count"), *last = json_object_get(root, "last");
    json_t *pain = json_object_get(root, "last_pain");
    json_t *values = json_object_get(root, "remembered");
    if (count && !(json_is_number(count) && json_number_value(count) >= 0))
        return "its count is not a number from 0 on";
    if (last && !(json_is_string(last) && tp_day_number(json_string_value(last)) >= 0))
        return "its date is not a day";
    if (pain && !json_is_number(pain))
        return "its pain is not a number";
    return values ? wrong_values(values) : NULL;
}

/* Takes the members this program knows. */
static int take(struct tp_memory *memory, struct tp_err *err)
{
    const json_t *root = memory->store.root;
    json_t *pain = json_object_get(root, "last_pain");
    const char *last = json_string_value(json_object_get(root, "last"));
    memory->count = json_number_value(json_object_get(root, "count"));
    memory->pain = pain ? json_number_value(pain) : NAN;
    memory->noted_pain = NAN;
    snprintf(memory->last, sizeof memory->last, "%s", last ? last : "");
    memory->values = json_object_get(root, "remembered");
    if (!memory->values) {
        memory->values = json_object();
        json_object_set_new(memory->store.root, "remembered", memory->values);
    }
    memory->opened = json_deep_copy(memory->values);
    return memory->values && memory->opened ? 0 : tp_err_set(err, TP_ENOMEM, "out of memory");
}

int tp_memory_open(struct tp_memory **out, const char *folder, const char *path,
                   enum tp_store_state *state, struct tp_err *err)
{
    struct tp_memory *memory = calloc(1, sizeof *memory);
    *out = memory;
    if (!memory)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    memory->routine = realpath(path, NULL);
    if (!memory->routine)
        memory->routine = tp_text_copy(path);
    char *file = memory->routine ? file_path(folder, memory->routine) : NULL;
    int rc = tp_store_open(&memory->store, file, wrong, err);
    free(file);
    if (rc == 0)
        rc = take(memory, err);
    *state = memory->store.state;
    if (rc < 0) {
        tp_memory_close(memory);
        *out = NULL;
    }
    return rc;
}

void tp_memory_close(struct tp_memory *memory)
{
    if (!memory)
        return;
    json_decref(memory->opened);
    tp_store_close(&memory->store);
    free(memory->routine);
    free(memory);
}

/* ---- what is asked and told ---- */

static struct tp_value from_json(const json_t *value)
{
    if (json_is_string(value))
        return tp_value_text(json_string_value(value));
    if (json_is_number(value))
        return tp_value_number(json_number_value(value));
    return json_is_boolean(value) ? tp_value_bool(json_is_true(value)) : tp_value_nil();
}

/* NULL for what JSON cannot hold, and when out of memory. */
static json_t *to_json(struct tp_value value)
{
    switch (value.kind) {
    case TP_VALUE_BOOL:
        return json_boolean(value.truth);
    case TP_VALUE_NUMBER:
        return fabs(value.number) < 1e15 && floor(value.number) == value.number
                   ? json_integer((json_int_t)value.number)
                   : json_real(value.number);
    case TP_VALUE_TEXT:
        return json_string(value.text);
    case TP_VALUE_NIL:
        break;
    }
    return NULL;
}

struct tp_value tp_memory_recall(const struct tp_memory *memory, const char *key)
{
    return from_json(json_object_get(memory->values, key));
}

int tp_memory_remember(struct tp_memory *memory, const char *key, struct tp_value value,
                       struct tp_err *err)
{
    json_t *before = json_object_get(memory->values, key);
    char shown[70];
    if (tp_value_equal(from_json(before), value))
        return 0;
    if (value.kind == TP_VALUE_NIL) {
        json_object_del(memory->values, key);
        memory->changed = true;
        return 0;
    }
    tp_text_clean(shown, sizeof shown, key, strlen(key));
    if (!before && json_object_size(memory->values) >= KEYS)
        return tp_err_set(err, TP_ELIMIT,
                          "remember: '%s' is one too many, a routine may keep %d things", shown,
                          (int)KEYS);
    if (json_object_set_new(memory->values, key, to_json(value)) < 0)
        return tp_err_set(err, TP_EINVAL,
                          "remember: '%s' must be a finite number, true, false or a text in UTF-8",
                          shown);
    memory->changed = true;
    return 0;
}

int tp_memory_begin(struct tp_memory *memory)
{
    json_t *values = json_deep_copy(memory->opened);
    if (json_object_set(memory->store.root, "remembered", values) < 0) {
        json_decref(values);
        return -TP_ENOMEM;
    }
    json_decref(values); /* it is the store's now */
    memory->values = values;
    return 0;
}

struct tp_value tp_memory_past(const struct tp_memory *memory, const char *what, const char *today)
{
    long then = tp_day_number(memory->last), now = tp_day_number(today);
    if (strcmp(what, "count") == 0)
        return tp_value_number(memory->count);
    if (strcmp(what, "days_since") == 0 && then >= 0 && now >= 0)
        return tp_value_number(now > then ? (double)(now - then) : 0);
    if (strcmp(what, "last_pain") == 0 && !isnan(memory->pain))
        return tp_value_number(memory->pain);
    return tp_value_nil();
}

void tp_memory_note_pain(struct tp_memory *memory, double pain)
{
    if (!isfinite(pain))
        return;
    memory->noted_pain = pain;
    memory->changed = true;
}

void tp_memory_finished(struct tp_memory *memory, const char *today)
{
    memory->count++;
    if (tp_day_number(today) >= 0)
        snprintf(memory->last, sizeof memory->last, "%s", today);
    memory->changed = true;
}

/* ---- saving ---- */

static bool put(struct tp_memory *memory, const char *key, json_t *value)
{
    return json_object_set_new(memory->store.root, key, value) == 0;
}

/* Puts what stands beside the values into the file's content. */
static bool put_all(struct tp_memory *memory)
{
    char shown[PATH_MAX]; /* clean, so that it is always UTF-8 */
    if (!isnan(memory->noted_pain))
        memory->pain = memory->noted_pain;
    tp_text_clean(shown, sizeof shown, memory->routine, strlen(memory->routine));
    return put(memory, "routine", json_string(shown)) &&
           put(memory, "count", to_json(tp_value_number(memory->count))) &&
           (!*memory->last || put(memory, "last", json_string(memory->last))) &&
           (isnan(memory->pain) ||
            put(memory, "last_pain", to_json(tp_value_number(memory->pain))));
}

int tp_memory_save(struct tp_memory *memory, struct tp_err *err)
{
    if (!memory->changed)
        return 0;
    int rc = put_all(memory) ? tp_store_save(&memory->store, memory->store.root, err)
                             : tp_err_set(err, TP_ENOMEM, "out of memory");
    memory->changed = rc < 0;
    return rc;
}
