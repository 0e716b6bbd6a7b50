/* A file that comes into its place whole: written beside it, then moved over what was there.
 *
 * Until it is moved nobody who reads the place sees any of it; when it is not, nothing of it stays.
 * For what a person asked to have written: its rights are those of any new file. [any thread] */
#ifndef TP_HOST_BESIDE_H
#define TP_HOST_BESIDE_H

#include "core/base/err.h"

#include <stddef.h>

struct tp_beside;

/* Begins a file for `path`, in the same folder. -TP_EIO with the path and why, also when a folder
 * stands in its place; -TP_ENOMEM. `*out` is NULL then. */
int tp_beside_open(struct tp_beside **out, const char *path, struct tp_err *err);

/* Adds bytes. What fails is told by tp_beside_end. The first argument is a struct tp_beside. */
void tp_beside_write(void *to, const char *bytes, size_t length);

/* No more comes: all of it is on the disk, though not in its place. -TP_EIO. */
int tp_beside_end(struct tp_beside *beside, struct tp_err *err);

/* Moves it into its place; it was ended well. -TP_EIO. */
int tp_beside_move(struct tp_beside *beside, struct tp_err *err);

/* Takes away what was not moved, and frees. NULL is fine. */
void tp_beside_close(struct tp_beside *beside);

#endif
