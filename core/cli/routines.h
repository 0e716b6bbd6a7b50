/* Routines: a file, or a name that is looked for in the folders of routines. */
#ifndef TP_CLI_ROUTINES_H
#define TP_CLI_ROUTINES_H

#include "core/base/err.h"
#include "core/base/text.h"

struct tp_routine_file {
    char *path;         /* owned */
    char name[128];     /* its last part, as errors show it: without control bytes */
    struct tp_buf text; /* owned */
};

/* The name as a person calls it: without ".lua". Returns `name`. */
const char *tp_routine_name(const struct tp_routine_file *file, char name[128]);

/* `what` is a path (it has a slash or ends in .lua) or a name. -TP_ENOENT with the nearest name,
 * -TP_EIO, -TP_ELIMIT. */
int tp_routine_open(struct tp_routine_file *file, const char *what, struct tp_err *err);

/* A routine that was read before: its text (copied), and the path where it was. -TP_ENOMEM. */
int tp_routine_take(struct tp_routine_file *file, const char *path, const char *text, size_t length,
                    struct tp_err *err);
void tp_routine_close(struct tp_routine_file *file);

/* Calls `each` with the name and path of every routine that can be called by name, sorted. */
void tp_routine_list(void (*each)(void *context, const char *name, const char *path),
                     void *context);

#endif
