/* A folder that a plugin's program has for itself while it runs, and the files it leaves there for
 * the program. Room-internal. */
#ifndef TP_HOST_PLUGIN_FOLDER_H
#define TP_HOST_PLUGIN_FOLDER_H

#include "core/base/err.h"

/* A new, empty folder that only this person may enter. The caller frees the path. -TP_EIO;
 * -TP_ENOMEM. [any thread] */
int plugin_folder_make(char **path, struct tp_err *err);

/* With all that is in it; what cannot be removed stays. Takes as long as the disk. [any thread] */
void plugin_folder_remove(const char *path);

/* Opens a file that lies below `folder`, by its path from there or an absolute one, to read it: no
 * way out by "..", by links or by files that are none. A descriptor; -TP_EINVAL with what is wrong;
 * -TP_ENOENT; -TP_EIO. The file is removed: whoever has the descriptor has all of it. [any thread]
 */
int plugin_folder_take(const char *folder, const char *file, struct tp_err *err);

#endif
