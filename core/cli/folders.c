/* Folders, from the environment and from where the program lies. */
#include "core/cli/folders.h"

#include "core/base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *tp_folder_own(enum tp_own_folder folder, const char *leaf)
{
    static const struct {
        const char *variable, *usual;
    } places[] = {[TP_FOLDER_CACHE] = {"XDG_CACHE_HOME", ".cache"},
                  [TP_FOLDER_STATE] = {"XDG_STATE_HOME", ".local/state"},
                  [TP_FOLDER_CONFIG] = {"XDG_CONFIG_HOME", ".config"}};
    const char *given = getenv(places[folder].variable), *home = getenv("HOME");
    struct tp_buf path = {0};
    if (given && *given == '/')
        tp_buf_printf(&path, "%s/tprun", given);
    else if (home && *home == '/')
        tp_buf_printf(&path, "%s/%s/tprun", home, places[folder].usual);
    if (path.data && leaf)
        tp_buf_printf(&path, "/%s", leaf);
    if (path.failed)
        tp_buf_finish(&path);
    return path.data;
}

/* The folder `leaf` of `base`; nothing where there is no base. */
static void add(struct tp_folders *folders, const char *base, const char *leaf)
{
    if (folders->count == TP_FOLDERS || !base || !*base)
        return;
    int length = snprintf(folders->paths[folders->count], PATH_MAX, "%s%s", base, leaf);
    if (length > 0 && length < PATH_MAX)
        folders->count++;
}

/* Those of a list parted by colons, such as $TPRUN_ROUTINES. */
static void add_list(struct tp_folders *folders, const char *list)
{
    char *copy = tp_text_copy(list), *rest = NULL;
    for (char *one = copy ? strtok_r(copy, ":", &rest) : NULL; one;
         one = strtok_r(NULL, ":", &rest))
        add(folders, one, "");
    free(copy);
}

/* What the person put there. A path must be absolute: nothing is run from wherever one stands. */
static void add_own(struct tp_folders *folders, const char *leaf)
{
    const char *given = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    char base[PATH_MAX];
    int length = 0;
    if (given && *given == '/')
        length = snprintf(base, sizeof base, "%s/tprun/", given);
    else if (home && *home == '/')
        length = snprintf(base, sizeof base, "%s/.local/share/tprun/", home);
    if (length > 0 && length < PATH_MAX)
        add(folders, base, leaf);
}

/* The folder of this program; relocatable: everything is found from here. */
static bool program_folder(char folder[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0';
    return true;
}

void tp_folder_routines(struct tp_folders *folders)
{
    char program[PATH_MAX];
    folders->count = 0;
    add_list(folders, getenv("TPRUN_ROUTINES"));
    add_own(folders, "routines");
    if (program_folder(program)) {
        add(folders, program, "/../share/tprun/routines");
        add(folders, program, "/../routines"); /* a build folder in the source tree */
    }
}

void tp_folder_plugins(struct tp_folders *folders)
{
    char program[PATH_MAX];
    folders->count = 0;
    add_list(folders, getenv("TPRUN_PLUGINS"));
    add_own(folders, "plugins");
    if (program_folder(program)) {
        add(folders, program, "/plugins"); /* a build folder */
        add(folders, program, "/" TPRUN_PLUGINS_FROM_PROGRAM);
    }
}
