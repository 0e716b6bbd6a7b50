/* A small JSON file of the program's own, below the state folder.
 *
 * Read whole at a session's start, written whole at its end: beside the old one, then moved over
 * it. A damaged file is set aside as NAME.damaged with one warning and begun anew; one that cannot
 * be read or set aside is left alone, and nothing is saved over it. Members that this program does
 * not know stay as they are. Of two sessions at once the last to save wins. [loop] */
#ifndef TP_HOST_STORE_H
#define TP_HOST_STORE_H

#include "core/base/err.h"

struct json_t; /* jansson's */

enum tp_store_state {
    TP_STORE_READY,   /* read, or not there yet */
    TP_STORE_RENEWED, /* the old file was damaged and lies beside it */
    TP_STORE_SEALED   /* not ours to write: saving does nothing */
};

struct tp_store {
    char *path;          /* owned */
    struct json_t *root; /* owned: the file's content, an object */
    enum tp_store_state state;
};

/* Opens the file at `path` (copied; NULL: -TP_ENOMEM); nothing there yet: an empty object. `wrong`
 * says what is wrong with an object that was read, or NULL. When the state is not READY, `err`
 * holds the line for the person. To be closed even after an error. */
int tp_store_open(struct tp_store *store, const char *path,
                  const char *(*wrong)(const struct json_t *root), struct tp_err *err);
void tp_store_close(struct tp_store *store);

/* Writes `root` as the file's content; waits for the disk. -TP_EIO (the old file is as it was),
 * -TP_ENOMEM. */
int tp_store_save(const struct tp_store *store, const struct json_t *root, struct tp_err *err);

#endif
