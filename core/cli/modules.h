/* Modules as they were first read: a replay must not see what was saved since.
 *
 * What is kept never changes, so that a worker may look while the loop adds others. */
#ifndef TP_CLI_MODULES_H
#define TP_CLI_MODULES_H

#include "core/base/err.h"
#include "core/base/text.h"

#include <stdbool.h>

struct tp_module;

struct tp_modules {
    struct tp_module *newest; /* owned by the loop's; a worker's copy only looks */
};

/* The source of module `name` for a routine at `routine_path`, kept or read now; with `keep`, what
 * is read is kept. As tp_files_open_module; -TP_ENOMEM. */
int tp_modules_open(struct tp_modules *modules, const char *routine_path, bool keep,
                    const char *name, struct tp_buf *source, char *shown, size_t shown_size,
                    struct tp_err *err);

/* Frees them. No copy may be in use. */
void tp_modules_finish(struct tp_modules *modules);

#endif
