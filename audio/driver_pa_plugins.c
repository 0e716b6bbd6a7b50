/* Keeps the plug-ins of ALSA loaded.
 *
 * Each start of PortAudio opens every device that ALSA knows, for which ALSA loads its plug-ins
 * with all that they stand on (about forty libraries with Debian's libasound2-plugins), and each
 * end unloads them. Some of these libraries allocate when they are loaded and never free: 13 KiB a
 * round (measured), 9 MiB in an hour without sound. A library that stays is begun once. Must never
 * load anything that is not there already. */
#include "audio/driver_pa.h"

#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

enum { PLUGINS = 64 };

struct plugins {
    char *paths[PLUGINS]; /* owned */
    size_t count;
};

/* Nothing can be loaded while the list is walked: the names are kept for afterwards. */
static int note_plugin(struct dl_phdr_info *object, size_t size, void *context)
{
    struct plugins *plugins = context;
    (void)size;
    if (object->dlpi_name && strstr(object->dlpi_name, "/alsa-lib/") && plugins->count < PLUGINS) {
        char *path = strdup(object->dlpi_name);
        if (path)
            plugins->paths[plugins->count++] = path;
    }
    return 0;
}

void tp_pa_keep_plugins(void)
{
    struct plugins plugins = {.count = 0};
    dl_iterate_phdr(note_plugin, &plugins);
    for (size_t i = 0; i < plugins.count; i++) {
        void *plugin = dlopen(plugins.paths[i], RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
        if (plugin)
            dlclose(plugin); /* gives back this reference; the plug-in stays */
        free(plugins.paths[i]);
    }
}
