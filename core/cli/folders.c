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

static void add(struct tp_routine_folders *folders, const char *format, const char *base)
{
    if (folders->count == TP_ROUTINE_FOLDERS || !base || !*base)
        return;
    int length = snprintf(folders->paths[folders->count], PATH_MAX, format, base);
    if (length > 0 && length < PATH_MAX)
        folders->count++;
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

void tp_folder_routines(struct tp_routine_folders *folders)
{
    char program[PATH_MAX], *own = getenv("TPRUN_ROUTINES");
    folders->count = 0;
    if (own) {
        char *copy = tp_text_copy(own), *rest = NULL;
        for (char *one = copy ? strtok_r(copy, ":", &rest) : NULL; one;
             one = strtok_r(NULL, ":", &rest))
            add(folders, "%s", one);
        free(copy);
    }
    if (getenv("XDG_DATA_HOME"))
        add(folders, "%s/tprun/routines", getenv("XDG_DATA_HOME"));
    else
        add(folders, "%s/.local/share/tprun/routines", getenv("HOME"));
    if (program_folder(program)) {
        add(folders, "%s/../share/tprun/routines", program);
        add(folders, "%s/../routines", program); /* a build folder in the source tree */
    }
}
