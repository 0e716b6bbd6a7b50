/* Modules as they were first read: a replay must not see what was saved since.
 *
 * What is kept never changes, so that a worker may look while the loop adds others. */
#ifndef TP_CLI_MODULES_H
#define TP_CLI_MODULES_H

#include "core/base/err.h"
#include "core/base/text.h"

#include <stdbool.h>

/* A module that is kept, and those kept before it. */
struct tp_module {
    char *name, *shown, *path, *text; /* owned; as required, as errors show it, where it was read
                                         ("" when that is not known) */
    size_t length;
    struct tp_module *next;
};

struct tp_modules {
    struct tp_module *newest; /* owned, unless they are lent */
    bool lent;                /* to a worker, which only looks: what it reads is not kept */
};

/* The source of module `name` ("points", "my.parts") for a routine at `routine_path`, kept or read
 * now, and then kept unless they are lent: from the lib of the folders of routines (so that no
 * stranger's file takes the place of the atlas and its maxima), the lib of the routine's own
 * folder, or that folder. -TP_ENOENT, -TP_EIO, -TP_ELIMIT, -TP_ENOMEM. */
int tp_modules_open(struct tp_modules *modules, const char *routine_path, const char *name,
                    struct tp_buf *source, char *shown, size_t shown_size, struct tp_err *err);

/* Whether one of them would be another if it were read now. One that is gone is not: it may only be
 * on its way from an editor to the disk. */
bool tp_modules_changed(const struct tp_modules *modules, const char *routine_path);

/* Keeps this source as that of module `name`, before anybody asks for it: a session that goes on
 * sees what it saw. -TP_ENOMEM. */
int tp_modules_keep(struct tp_modules *modules, const char *name, const char *shown,
                    const char *source, size_t length, struct tp_err *err);

/* Calls `each` for those that were kept after `last` was the newest (NULL: for all), the oldest
 * first, and returns the newest. */
const struct tp_module *
tp_modules_since(const struct tp_modules *modules, const struct tp_module *last,
                 void (*each)(void *context, const char *name, const char *shown,
                              const char *source, size_t length),
                 void *context);

/* Frees them. No copy may be in use. */
void tp_modules_finish(struct tp_modules *modules);

#endif
