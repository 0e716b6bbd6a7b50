/* Settings. The host has looked at them by plugin.json; who speaks to the program by hand has not.
 */
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *unit;
    double factor;
} units[] = {
    {"N", "N", 1},     {"g", "N", 0.00980665}, {"kg", "N", 9.80665}, {"lb", "N", 4.4482216152605},
    {"raw", "raw", 1},
};

static const char role_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

/* The text of that name, `standard` without one; NULL: it is no text, or too long for `size`. */
static const char *text(const json_t *given, const char *name, const char *standard, size_t size)
{
    const json_t *value = json_object_get(given, name);
    const char *found = value ? json_string_value(value) : standard;
    return found && strlen(found) < size ? found : NULL;
}

static int copy(char *out, size_t size, const json_t *given, const char *name, const char *standard)
{
    const char *found = text(given, name, standard, size);
    if (found)
        memcpy(out, found, strlen(found) + 1);
    return found ? 0 : -1;
}

static int read_unit(struct serial_settings *settings, const json_t *given)
{
    const char *name = text(given, "unit", "N", 8);
    for (size_t i = 0; name && i < sizeof units / sizeof *units; i++) {
        if (strcmp(units[i].name, name) != 0)
            continue;
        settings->unit = units[i].unit;
        settings->factor = units[i].factor;
        return 0;
    }
    return -1;
}

int serial_settings_read(struct serial_settings *settings, const json_t *given, char *error,
                         size_t size)
{
    const char *baud = text(given, "baud", "115200", 8);
    const char *pattern = text(given, "pattern", "", 1024), *wrong = NULL;
    memset(settings, 0, sizeof *settings);
    settings->baud = baud ? (unsigned)strtoul(baud, NULL, 10) : 0;
    if (copy(settings->port, sizeof settings->port, given, "port", ""))
        snprintf(error, size, "port must be a text of at most 255 bytes");
    else if (!settings->baud)
        snprintf(error, size, "baud must be a number as a text: \"115200\"");
    else if (!pattern || (wrong = serial_pattern_read(&settings->pattern, pattern)))
        snprintf(error, size, "pattern %s: \"Weight: # g*\"", wrong ? wrong : "must be a text");
    else if (read_unit(settings, given))
        snprintf(error, size, "unit must be N, g, kg, lb or raw");
    else if (copy(settings->role, sizeof settings->role, given, "role", "pressure") ||
             strspn(settings->role, role_letters) != strlen(settings->role))
        snprintf(error, size, "role must be a word of a-z, 0-9 and _, of at most 31 letters");
    else if (copy(settings->name, sizeof settings->name, given, "name", ""))
        snprintf(error, size, "name must be a text of at most 63 bytes");
    else
        return 0;
    return -1;
}
