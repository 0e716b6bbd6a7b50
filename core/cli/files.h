/* Finding and reading routines and their modules.
 *
 * A routine is a file, or a name that is looked for in the folders of routines. Only regular files
 * are read, never a pipe or device that could block, and at most TP_SOURCE bytes. */
#ifndef TP_CLI_FILES_H
#define TP_CLI_FILES_H

#include "core/base/err.h"
#include "core/base/text.h"

struct tp_routine_file {
    char *path;         /* owned */
    char name[128];     /* its last part, as errors show it: without control bytes */
    struct tp_buf text; /* owned */
};

/* `what` is a path (it has a slash or ends in .lua) or a name. -TP_ENOENT with the nearest name,
 * -TP_EIO, -TP_ELIMIT. */
int tp_files_open_routine(struct tp_routine_file *file, const char *what, struct tp_err *err);
void tp_files_close_routine(struct tp_routine_file *file);

/* The source of module `name` ("points", "my.parts") for a routine at `routine_path`: looked for in
 * the lib of the folders of routines (so that no stranger's file takes the place of the atlas and
 * its maxima), then in its own folder's lib, then beside it. */
int tp_files_open_module(const char *routine_path, const char *name, struct tp_buf *source,
                         char *shown, size_t shown_size, struct tp_err *err);

/* Calls `each` with the name and path of every routine that can be called by name, sorted. */
void tp_files_list(void (*each)(void *context, const char *name, const char *path), void *context);

/* Where the program keeps what can be made anew: $XDG_CACHE_HOME/tprun/LEAF, else under ~/.cache.
 * NULL when neither is known. The caller frees. */
char *tp_files_cache(const char *leaf);

#endif
