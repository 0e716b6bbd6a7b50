/* Where things lie: the program's own folders (XDG), and the folders of routines. */
#ifndef TP_CLI_FOLDERS_H
#define TP_CLI_FOLDERS_H

#include <limits.h>

/* What the program keeps for the person: what can be made anew, what it noticed, what they set. */
enum tp_own_folder { TP_FOLDER_CACHE, TP_FOLDER_STATE, TP_FOLDER_CONFIG };

/* $XDG_CACHE_HOME/tprun/LEAF, else ~/.cache/tprun/LEAF, and their like, whether it is there or not;
 * the folder itself when `leaf` is NULL. NULL when neither is known: a path must be absolute. The
 * caller frees. */
char *tp_folder_own(enum tp_own_folder folder, const char *leaf);

enum { TP_ROUTINE_FOLDERS = 8 };

struct tp_routine_folders {
    char paths[TP_ROUTINE_FOLDERS][PATH_MAX];
    int count;
};

/* The folders in which a routine is looked for by its name, the person's own before the program's.
 */
void tp_folder_routines(struct tp_routine_folders *folders);

#endif
