/* A JSON file of the program's own. Must never save over what it could not read. */
#include "core/host/store.h"

#include "core/base/text.h"
#include "core/host/file.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_LIMIT = 16 << 20 /* 1000 texts of 1000 letters, each escaped, are below half of it */
};

/* What is wrong with the text, or NULL; then `root` is its content. */
static bool parse(struct tp_store *store, const struct tp_buf *text,
                  const char *(*wrong)(const json_t *root), struct tp_err *why)
{
    json_error_t error;
    const char *what = error.text;
    json_t *root =
        json_loadb(text->data ? text->data : "", text->length, JSON_REJECT_DUPLICATES, &error);
    if (root)
        what = json_is_object(root) ? wrong(root) : "it is not an object";
    if (!what) {
        store->root = root;
        return true;
    }
    snprintf(why->text, sizeof why->text, "%s", what);
    json_decref(root);
    return false;
}

/* Moves the damaged file out of the way, and says so. */
static void set_aside(struct tp_store *store, const struct tp_err *why, struct tp_err *err)
{
    char shown[200], reason[120];
    tp_text_clean(shown, sizeof shown, store->path, strlen(store->path));
    tp_text_clean(reason, sizeof reason, why->text, strlen(why->text));
    bool moved = tp_file_set_aside(store->path);
    store->state = moved ? TP_STORE_RENEWED : TP_STORE_SEALED;
    if (moved)
        tp_err_set(err, TP_EIO, "%s was damaged (%s); it is now %s.damaged, and begun anew", shown,
                   reason, strrchr(shown, '/') + 1);
    else
        tp_err_set(err, TP_EIO,
                   "%s is damaged (%s) and cannot be set aside; nothing will be remembered", shown,
                   reason);
}

static void load(struct tp_store *store, const char *(*wrong)(const json_t *root),
                 struct tp_err *err)
{
    struct tp_buf text = {0};
    struct tp_err why = {0};
    int rc = tp_file_read(store->path, FILE_LIMIT, &text, &why);
    if (rc == -TP_EINVAL || rc == -TP_ELIMIT || (rc == 0 && !parse(store, &text, wrong, &why))) {
        set_aside(store, &why, err);
    } else if (rc < 0 && rc != -TP_ENOENT) {
        store->state = TP_STORE_SEALED;
        tp_err_set(err, TP_EIO, "%.400s; nothing will be remembered", why.text);
    }
    tp_buf_finish(&text);
}

int tp_store_open(struct tp_store *store, const char *path,
                  const char *(*wrong)(const json_t *root), struct tp_err *err)
{
    *store = (struct tp_store){.path = path ? tp_text_copy(path) : NULL};
    if (store->path)
        load(store, wrong, err);
    if (store->path && !store->root)
        store->root = json_object();
    return store->root ? 0 : tp_err_set(err, TP_ENOMEM, "out of memory");
}

void tp_store_close(struct tp_store *store)
{
    json_decref(store->root);
    free(store->path);
    *store = (struct tp_store){0};
}

static int add_piece(const char *bytes, size_t length, void *text)
{
    tp_buf_add(text, bytes, length);
    return 0;
}

int tp_store_save(const struct tp_store *store, const json_t *root, struct tp_err *err)
{
    static const size_t style = JSON_INDENT(2) | JSON_SORT_KEYS;
    struct tp_buf text = {0};
    int rc = 0;
    if (store->state == TP_STORE_SEALED)
        return 0;
    if (json_dump_callback(root, add_piece, &text, style) < 0)
        rc = tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_buf_add(&text, "\n", 1);
    if (rc == 0)
        rc = tp_file_save(store->path, &text, err);
    tp_buf_finish(&text);
    return rc;
}
