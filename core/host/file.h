/* Small files of the program's own and the person's: read whole, and saved so that either the old
 * or the new text is there whatever happens. All wait for the disk: at a session's start and end,
 * not within. */
#ifndef TP_HOST_FILE_H
#define TP_HOST_FILE_H

#include "core/base/err.h"
#include "core/base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Adds the content of the regular file at `path` to `text`. -TP_ENOENT when there is none,
 * -TP_ELIMIT when it is longer than `limit` bytes, -TP_EINVAL when it is no regular file, -TP_EIO,
 * -TP_ENOMEM. Never waits for a pipe or a device. [any thread] */
int tp_file_read(const char *path, size_t limit, struct tp_buf *text, struct tp_err *err);

/* Writes `text` beside `path`, has it reach the disk, and moves it over what was there. Folders
 * that are missing are made, for the owner alone; so is the file. -TP_EIO: the old file is as it
 * was. -TP_ENOMEM. [any thread] */
int tp_file_save(const char *path, const struct tp_buf *text, struct tp_err *err);

/* Writes a file that is not there yet, for everybody whom the person lets read. -TP_EINVAL: it is
 * there, and stays as it is; -TP_EIO: there is none, or no folder for it. [any thread] */
int tp_file_make(const char *path, const struct tp_buf *text, struct tp_err *err);

/* Makes every folder on the way to `path` that is missing, for the owner alone. -TP_EIO,
 * -TP_ENOMEM. [any thread] */
int tp_file_make_folders(const char *path, struct tp_err *err);

/* Has the name `path` itself reach the disk, for a file that was made or moved there; a file system
 * that cannot do this is no mistake. [any thread] */
void tp_file_sync_folder(const char *path);

/* Moves a damaged file out of the way, to NAME.damaged. False when that cannot be. [any thread] */
bool tp_file_set_aside(const char *path);

/* What the file at `path` is called, without its folders and what follows its last point, cut to
 * `size` and with "_" for every letter that a file's name had better not have. [any thread] */
void tp_file_plain_name(char *name, size_t size, const char *path);

#endif
