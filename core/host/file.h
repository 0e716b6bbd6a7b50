/* Small files of the program's own: read whole, and saved so that either the old or the new text
 * is there whatever happens. Both wait for the disk: at a session's start and end, not within. */
#ifndef TP_HOST_FILE_H
#define TP_HOST_FILE_H

#include "core/base/err.h"
#include "core/base/text.h"

/* Adds the content of the regular file at `path` to `text`. -TP_ENOENT when there is none,
 * -TP_ELIMIT when it is longer than `limit` bytes, -TP_EINVAL when it is no regular file, -TP_EIO,
 * -TP_ENOMEM. Never waits for a pipe or a device. [any thread] */
int tp_file_read(const char *path, size_t limit, struct tp_buf *text, struct tp_err *err);

/* Writes `text` beside `path`, has it reach the disk, and moves it over what was there. Folders
 * that are missing are made, for the owner alone; so is the file. -TP_EIO: the old file is as it
 * was. -TP_ENOMEM. [any thread] */
int tp_file_save(const char *path, const struct tp_buf *text, struct tp_err *err);

#endif
