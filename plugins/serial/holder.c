/* Holders of a file. Names are read where /proc shows them, never the file itself, which may hang.
 */
#include "holder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_open(long process, const char *real)
{
    char folder[64], path[384], leads[384];
    bool found = false;
    snprintf(folder, sizeof folder, "/proc/%ld/fd", process);
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; dir && !found && (entry = readdir(dir));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        ssize_t n = readlink(path, leads, sizeof leads - 1);
        leads[n > 0 ? n : 0] = '\0';
        found = strcmp(leads, real) == 0;
    }
    if (dir)
        closedir(dir);
    return found;
}

static void name_of(long process, char *out, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/comm", process);
    FILE *file = fopen(path, "re");
    if (!file || !fgets(out, (int)size, file))
        snprintf(out, size, "another program");
    if (file)
        fclose(file);
    out[strcspn(out, "\n")] = '\0';
    for (char *c = out; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
}

bool serial_holder_find(const char *real, struct serial_holder *out)
{
    DIR *dir = opendir("/proc");
    out->process = 0;
    for (const struct dirent *entry; dir && !out->process && (entry = readdir(dir));) {
        char *end;
        long process = strtol(entry->d_name, &end, 10);
        if (*end == '\0' && process > 0 && process != (long)getpid() && has_open(process, real))
            out->process = process;
    }
    if (dir)
        closedir(dir);
    if (out->process)
        name_of(out->process, out->name, sizeof out->name);
    return out->process != 0;
}
