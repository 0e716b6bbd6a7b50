/* Pieces of a manifest, read strictly. Room-internal.
 *
 * Each goes on after a mistake, and reads nothing more: the first one is told. */
#ifndef TP_HOST_PLUGIN_MANIFEST_READER_H
#define TP_HOST_PLUGIN_MANIFEST_READER_H

#include "core/host/plugin_manifest.h"

#include <jansson.h>

struct reader {
    struct tp_manifest *to;
    struct tp_err *err;
    bool failed;
};

/* "FILE: …", cleaned; all but the first is left aside. */
void reader_mistake(struct reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Every key of the object is one of these; `where` says whose keys they are. */
void reader_known(struct reader *reader, const char *where, const json_t *object,
                  const char *const *keys, size_t count);

/* Which of the names it is, −1 and a mistake when it is none. */
int reader_one_of(struct reader *reader, const char *what, const char *name,
                  const char *const *names, size_t count);

/* What is returned is the caller's; NULL after a mistake, and where nothing is there. */
void *reader_room(struct reader *reader, size_t count, size_t size); /* zeroed */
char *reader_copy(struct reader *reader, const char *text);
/* The text of that key; `usual` when it is not there, NULL: it must be. */
char *reader_text(struct reader *reader, const json_t *object, const char *key, const char *usual);
/* A text, or a number as a text. */
char *reader_plain(struct reader *reader, const char *key, const json_t *value);
/* A list of texts of at most `most`; empty when it is not there. Ends in NULL. */
char **reader_list(struct reader *reader, const json_t *object, const char *key, size_t most);
void reader_free_list(char **list); /* NULL is fine */

/* Borrowed. NULL when it is not there. */
const json_t *reader_object(struct reader *reader, const json_t *object, const char *key);

/* The settings (NULL: none) into the manifest. */
void reader_options(struct reader *reader, const json_t *settings);

#endif
