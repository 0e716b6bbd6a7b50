/* Counting what the person knows. Must never change what was read while the session runs: dry runs
 * on a worker look at it. */
#include "core/host/familiar.h"

#include "core/base/text.h"
#include "core/host/day.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAMES = 1000,     /* of each kind */
    COUNTS = 1000000, /* more is no session count */
    STEPS = 10,       /* the whole scale of strength */
    FADES_AFTER = 30, /* days */
    BRIEF_FROM = 6,   /* sessions before this one: guide.md, "Words" */
    NORMAL_FROM = 2
};

static const char *const kinds[] = {[TP_FAMILIAR_POINT] = "points", [TP_FAMILIAR_SOUND] = "sounds"};

struct tp_familiar {
    struct tp_store store; /* as it was before this session */
    json_t *had[2];        /* by kind: objects whose keys are the names */
    json_t *strength;      /* spot: steps, of this session */
    json_t *threshold;     /* spot: newtons, found in this session */
    char session[128];     /* its name, "" when it has none */
    const json_t
        *before; /* of the store: strengths as they were before this session; may be NULL */
};

static bool is_whole(const json_t *value, json_int_t least, json_int_t most)
{
    return json_is_integer(value) && json_integer_value(value) >= least &&
           json_integer_value(value) <= most;
}

static const char *wrong_counts(const json_t *counts)
{
    const char *key;
    json_t *one;
    if (counts && !json_is_object(counts))
        return "its counts are not an object";
    json_object_foreach((json_t *)counts, key, one)
    {
        const char *last = json_string_value(json_object_get(one, "last"));
        if (!is_whole(json_object_get(one, "count"), 1, COUNTS))
            return "a count is not a whole number from 1 on";
        if (!last || tp_day_number(last) < 0)
            return "a date is not a day";
    }
    return NULL;
}

static const char *wrong_strength(const json_t *strength)
{
    const char *key;
    json_t *one;
    if (strength && !json_is_object(strength))
        return "its strengths are not an object";
    json_object_foreach((json_t *)strength, key, one)
    {
        if (!is_whole(one, -STEPS, STEPS))
            return "a strength is not a whole number of steps";
    }
    return NULL;
}

static const char *wrong_threshold(const json_t *threshold)
{
    const char *key;
    json_t *one;
    if (threshold && !json_is_object(threshold))
        return "its thresholds are not an object";
    json_object_foreach((json_t *)threshold, key, one)
    {
        if (json_number_value(one) <= 0)
            return "a threshold is no number of newtons";
    }
    return NULL;
}

static const char *wrong(const json_t *root)
{
    const json_t *before = json_object_get(root, "before");
    const char *what = NULL;
    for (size_t kind = 0; kind < 2 && !what; kind++)
        what = wrong_counts(json_object_get(root, kinds[kind]));
    if (!what)
        what = wrong_strength(json_object_get(root, "strength"));
    if (!what)
        what = wrong_threshold(json_object_get(root, "threshold"));
    if (!what && before && !json_is_object(before))
        what = "what was before is not an object";
    return what ? what : wrong_strength(json_object_get(before, "strength"));
}

int tp_familiar_open(struct tp_familiar **out, const char *folder, enum tp_store_state *state,
                     struct tp_err *err)
{
    struct tp_familiar *familiar = calloc(1, sizeof *familiar);
    struct tp_buf path = {0};
    *out = familiar;
    if (!familiar)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_buf_printf(&path, "%s/familiar.json", folder);
    int rc = tp_store_open(&familiar->store, path.failed ? NULL : path.data, wrong, err);
    tp_buf_finish(&path);
    *state = familiar->store.state;
    familiar->had[0] = json_object();
    familiar->had[1] = json_object();
    familiar->strength = json_object();
    familiar->threshold = json_object();
    familiar->before = json_object_get(familiar->store.root, "strength");
    if (rc == 0 &&
        !(familiar->had[0] && familiar->had[1] && familiar->strength && familiar->threshold))
        rc = tp_err_set(err, TP_ENOMEM, "out of memory");
    if (rc < 0) {
        tp_familiar_close(familiar);
        *out = NULL;
    }
    return rc;
}

void tp_familiar_close(struct tp_familiar *familiar)
{
    if (!familiar)
        return;
    json_decref(familiar->had[0]);
    json_decref(familiar->had[1]);
    json_decref(familiar->strength);
    json_decref(familiar->threshold);
    tp_store_close(&familiar->store);
    free(familiar);
}

int tp_familiar_faded(int count, long days)
{
    if (days < FADES_AFTER)
        return count;
    return count >= BRIEF_FROM ? BRIEF_FROM - 1 : count >= NORMAL_FROM ? NORMAL_FROM - 1 : 0;
}

int tp_familiar_known(const struct tp_familiar *familiar, enum tp_familiar_kind kind,
                      const char *name, const char *today)
{
    const json_t *one = json_object_get(json_object_get(familiar->store.root, kinds[kind]), name);
    const char *last = json_string_value(json_object_get(one, "last"));
    long now = tp_day_number(today);
    if (!last)
        return 0;
    return tp_familiar_faded((int)json_integer_value(json_object_get(one, "count")),
                             now < 0 ? -1 : now - tp_day_number(last));
}

int tp_familiar_strength(const struct tp_familiar *familiar, const char *spot)
{
    return (int)json_integer_value(json_object_get(familiar->before, spot));
}

static void put(json_t *object, const char *name, json_t *value)
{
    if (json_object_get(object, name) || json_object_size(object) < NAMES)
        json_object_set_new(object, name, value);
    else
        json_decref(value);
}

void tp_familiar_had(struct tp_familiar *familiar, enum tp_familiar_kind kind, const char *name)
{
    put(familiar->had[kind], name, json_true());
}

void tp_familiar_keep_strength(struct tp_familiar *familiar, const char *spot, int steps)
{
    put(familiar->strength, spot, json_integer(steps));
}

double tp_familiar_threshold(const struct tp_familiar *familiar, const char *spot)
{
    const json_t *all = json_object_get(familiar->store.root, "threshold");
    return json_number_value(json_object_get(all, spot));
}

void tp_familiar_keep_threshold(struct tp_familiar *familiar, const char *spot, double newtons)
{
    if (newtons > 0)
        put(familiar->threshold, spot, json_real(newtons));
}

/* The object `name` of the content; put in when it is not there yet. NULL when out of memory. */
static json_t *member(json_t *root, const char *name)
{
    if (!json_object_get(root, name))
        json_object_set_new(root, name, json_object());
    return json_object_get(root, name);
}

static bool is_counted(const json_t *entry, const char *session)
{
    const char *last = json_string_value(json_object_get(entry, "session"));
    return *session && last && strcmp(last, session) == 0;
}

static void count(json_t *counts, const json_t *had, const char *today, const char *session)
{
    const char *name;
    json_t *one;
    json_object_foreach((json_t *)had, name, one)
    {
        if (!json_object_get(counts, name))
            put(counts, name, json_object());
        json_t *entry = json_object_get(counts, name);
        json_int_t times = json_integer_value(json_object_get(entry, "count"));
        if (times < COUNTS && !is_counted(entry, session))
            json_object_set_new(entry, "count", json_integer(times + 1));
        if (*session)
            json_object_set_new(entry, "session", json_string(session));
        json_object_set_new(entry, "last", json_string(today));
    }
}

static void keep(json_t *kept, const json_t *strength)
{
    const char *spot;
    json_t *steps;
    json_object_foreach((json_t *)strength, spot, steps)
    {
        if (json_integer_value(steps) == 0)
            json_object_del(kept, spot);
        else
            put(kept, spot, json_incref(steps));
    }
}

/* How the strengths were before the session, should it go on after this. */
static bool keep_before(json_t *root, const struct tp_familiar *familiar)
{
    if (!*familiar->session)
        return true;
    json_t *strength = familiar->before ? json_deep_copy(familiar->before) : json_object();
    json_t *before = json_pack("{s:s, s:o}", "session", familiar->session, "strength", strength);
    return json_object_set_new(root, "before", before) == 0;
}

/* What was read, and what this session adds. NULL when out of memory. */
static json_t *added(const struct tp_familiar *familiar, const char *today)
{
    json_t *root = json_deep_copy(familiar->store.root);
    bool whole = true;
    for (size_t kind = 0; kind < 2 && whole; kind++) {
        json_t *counts = member(root, kinds[kind]);
        whole = counts != NULL;
        if (whole)
            count(counts, familiar->had[kind], today, familiar->session);
    }
    json_t *kept = whole ? member(root, "strength") : NULL;
    json_t *found = kept ? member(root, "threshold") : NULL;
    if (found && json_object_update(found, familiar->threshold) == 0 &&
        keep_before(root, familiar)) {
        keep(kept, familiar->strength);
        return root;
    }
    json_decref(root);
    return NULL;
}

void tp_familiar_name_session(struct tp_familiar *familiar, const char *name)
{
    const json_t *before = json_object_get(familiar->store.root, "before");
    const char *session = json_string_value(json_object_get(before, "session"));
    snprintf(familiar->session, sizeof familiar->session, "%s", name);
    if (session && strcmp(session, name) == 0)
        familiar->before = json_object_get(before, "strength");
}

int tp_familiar_save(struct tp_familiar *familiar, const char *today, struct tp_err *err)
{
    if (tp_day_number(today) < 0 ||
        json_object_size(familiar->had[0]) + json_object_size(familiar->had[1]) +
                json_object_size(familiar->strength) + json_object_size(familiar->threshold) ==
            0)
        return 0;
    json_t *root = added(familiar, today);
    int rc = root ? tp_store_save(&familiar->store, root, err)
                  : tp_err_set(err, TP_ENOMEM, "out of memory");
    json_decref(root);
    return rc;
}
