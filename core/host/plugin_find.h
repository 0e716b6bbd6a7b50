/* From what a person calls a plugin to its manifest. */
#ifndef TP_HOST_PLUGIN_FIND_H
#define TP_HOST_PLUGIN_FIND_H

#include "core/host/plugin_manifest.h"

/* Reads the manifest of the plugin that the first `length` bytes of `name` mean: an id, which is
 * the name of a folder in one of `folders` (the first wins); or a path: of a plugin's folder, of a
 * manifest, or of a shared object, which then is taken for the one that the manifest names.
 * -TP_EUSAGE: there is none of that name, with the nearest; -TP_EDEVICE: its manifest is wrong, or
 * something that it needs is missing; -TP_ENOMEM. All are one line that begins with the name. */
int tp_plugin_find(struct tp_manifest *manifest, const char *const *folders, size_t folder_count,
                   const char *name, size_t length, struct tp_err *err);

/* Tells of each manifest in the folders of plugins that lie in `folders`, those of the first folder
 * before those of the second, each id once: the first wins. Texts are borrowed for the call. What
 * `each` returns below 0 ends it and is returned; -TP_ENOMEM. */
int tp_plugin_list(const char *const *folders, size_t folder_count,
                   int (*each)(void *context, const char *id, const char *manifest), void *context);

#endif
