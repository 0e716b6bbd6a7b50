/* Ports. /dev/serial/by-id has a name for each board, by maker, kind and serial number, which stays
 * whatever it is plugged into; /dev/serial/by-path one for each socket. */
#include "ports.h"

#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Letters that every id may have; a long one ends in a sum of all of it. */
static void make_id(char *out, const char *name)
{
    enum { KEPT = 78 };
    size_t n = 0;
    uint64_t sum = 14695981039346656037u;
    for (const char *c = name; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= '0' && *c <= '9') || strchr("_.-", *c);
        sum = (sum ^ (unsigned char)*c) * 1099511628211u;
        if (n < SERIAL_ID_BYTES - 1)
            out[n++] = (char)(plain ? *c : '_');
    }
    out[n] = '\0';
    if (strlen(name) > n)
        snprintf(out + KEPT, SERIAL_ID_BYTES - KEPT, "-%016llx", (unsigned long long)sum);
}

/* What the board calls itself: the product of the device above the tty. "" when it does not say. */
static void product(char *out, size_t size, const char *tty)
{
    static const char *const places[] = {"../product", "../../product"};
    char path[SERIAL_PATH_BYTES];
    out[0] = '\0';
    for (size_t i = 0; i < 2 && !out[0]; i++) {
        snprintf(path, sizeof path, "/sys/class/tty/%.64s/device/%s", tty, places[i]);
        FILE *file = fopen(path, "re");
        if (file && !fgets(out, (int)size, file))
            out[0] = '\0';
        if (file)
            fclose(file);
    }
    out[strcspn(out, "\n")] = '\0';
    for (char *c = out; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
}

static void make_name(struct serial_port *port, const char *real, bool ours)
{
    const char *tty = last_part(ours ? real : port->path);
    char made[40];
    product(made, sizeof made, tty);
    snprintf(port->name, sizeof port->name, "%s (%.20s)", made[0] ? made : "serial sensor", tty);
}

/* The entry of the folder dev/serial/`kind` that leads to `real`; the least name, when several do.
 */
static bool linked(const char *dev, const char *kind, const char *real, char *out, size_t size)
{
    char folder[SERIAL_PATH_BYTES], path[2 * SERIAL_PATH_BYTES], leads[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/serial/%s", dev, kind);
    DIR *dir = opendir(folder);
    bool found = false;
    for (const struct dirent *entry; dir && (entry = readdir(dir));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || !realpath(path, leads) || strcmp(leads, real) != 0)
            continue;
        if (!found || strcmp(path, out) < 0)
            found = snprintf(out, size, "%s", path) < (int)size;
    }
    if (dir)
        closedir(dir);
    return found;
}

/* The best name of a port whose path is there. */
static void name_port(const char *dev, struct serial_port *out)
{
    char real[PATH_MAX], real_dev[PATH_MAX], found[SERIAL_PATH_BYTES];
    if (!realpath(out->path, real) || !realpath(dev, real_dev))
        return;
    size_t n = strlen(real_dev);
    bool ours = strncmp(real, real_dev, n) == 0 && strcmp(real + n, last_part(real) - 1) == 0;
    out->lasting = true;
    if (linked(dev, "by-id", real, found, sizeof found)) {
        make_id(out->id, last_part(found));
    } else {
        out->lasting =
            !ours || strstr(out->path, "/serial/"); /* a device node may get a name yet */
        bool socket = linked(dev, "by-path", real, found, sizeof found);
        make_id(out->id, last_part(socket ? found : out->path));
    }
    make_name(out, real, ours);
}

bool serial_ports_find(const char *dev, const char *named, struct serial_port *out)
{
    static const char *const places[] = {"%s/serial/by-id/%s", "%s/serial/by-path/%s", "%s/%s"};
    memset(out, 0, sizeof *out);
    snprintf(out->path, sizeof out->path, "%s", named);
    for (size_t i = 0; i < 3 && named[0] != '/'; i++) {
        snprintf(out->path, sizeof out->path, places[i], dev, named);
        if (access(out->path, F_OK) == 0)
            break;
    }
    if (access(out->path, F_OK) != 0)
        return false;
    name_port(dev, out);
    return true;
}

static bool is_board(const char *name)
{
    return strncmp(name, "ttyACM", 6) == 0 || strncmp(name, "ttyUSB", 6) == 0;
}

static int lasting_first(const void *a, const void *b)
{
    const struct serial_port *one = a, *two = b;
    return one->lasting != two->lasting ? two->lasting - one->lasting : strcmp(one->id, two->id);
}

size_t serial_ports_list(const char *dev, struct serial_port *out)
{
    char path[SERIAL_PATH_BYTES];
    size_t count = 0;
    DIR *dir = opendir(dev);
    for (const struct dirent *entry; dir && (entry = readdir(dir)) && count < SERIAL_PORTS;) {
        if (!is_board(entry->d_name))
            continue;
        if (snprintf(path, sizeof path, "%s/%s", dev, entry->d_name) >= (int)sizeof path)
            continue;
        count += serial_ports_find(dev, path, &out[count]);
    }
    if (dir)
        closedir(dir);
    qsort(out, count, sizeof *out, lasting_first);
    return count;
}
