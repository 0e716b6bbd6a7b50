/* Reading the source of a routine or a module: only regular files, never a pipe or a device that
 * could block, and at most TP_SOURCE bytes. */
#ifndef TP_CLI_SOURCE_H
#define TP_CLI_SOURCE_H

#include "core/base/err.h"
#include "core/base/text.h"

/* Adds the file at `path` to `text`; errors call it `name`. -TP_ENOENT, -TP_EIO, -TP_ELIMIT. */
int tp_source_read(const char *path, const char *name, struct tp_buf *text, struct tp_err *err);

#endif
