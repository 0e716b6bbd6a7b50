/* Where things lie: the program's own folders (XDG), and the folders of routines
 * and plugins. */
#ifndef TP_CLI_FOLDERS_H
#define TP_CLI_FOLDERS_H

#include <limits.h>

/* What the program keeps for the person: what can be made anew, what it noticed, what they set. */
enum tp_own_folder { TP_FOLDER_CACHE, TP_FOLDER_STATE, TP_FOLDER_CONFIG };

/* $XDG_CACHE_HOME/tprun/LEAF, else ~/.cache/tprun/LEAF, and their like, whether it is there or not;
 * the folder itself when `leaf` is NULL. NULL when neither is known: a path must be absolute. The
 * caller frees. */
char *tp_folder_own(enum tp_own_folder folder, const char *leaf);

enum { TP_FOLDERS = 8 };

/* Where something is looked for by its name: the first that has it wins. */
struct tp_folders {
    char paths[TP_FOLDERS][PATH_MAX];
    int count;
};

/* The folders of routines: $TPRUN_ROUTINES, the person's own, the program's. */
void tp_folder_routines(struct tp_folders *folders);

/* The folders that hold the folders of plugins: $TPRUN_PLUGINS, the person's own, the program's (of
 * its build tree, else where it is installed). */
void tp_folder_plugins(struct tp_folders *folders);

#endif
