/* A plugin in a folder of the test's own: its manifest, its shared object (a probe of
 * tests/plugins) or its program. */
#ifndef TP_TESTS_PLUGIN_RIG_H
#define TP_TESTS_PLUGIN_RIG_H

#include "tests/unit/folder_rig.h"

#include <string.h>
#include <unistd.h>

/* One that is a probe, with a setting `does`. */
static const char rig_probe[] =
    "{\"id\":\"probe\",\"name\":\"Probe\",\"version\":\"1.0\",\"kinds\":[\"sensor\",\"output\"],"
    "\"object\":\"probe.so\",\"events\":[\"step.start\",\"session.end\"],\"keys\":[\"up\"],"
    "\"settings\":{\"does\":{\"type\":\"text\",\"default\":\"nothing\"}}}";

/* Writes TOP/ID/NAME. */
static inline void rig_write(const struct folder *folder, const char *id, const char *name,
                             const char *text)
{
    char path[256], command[256];
    snprintf(command, sizeof command, "mkdir -p %s/%s", folder->top, id);
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/%s/%s", folder->top, id, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* Puts the probe of that name there as TOP/ID/probe.so; NULL: none. */
static inline void rig_object(const struct folder *folder, const char *id, const char *probe)
{
    char from[512], to[256];
    snprintf(to, sizeof to, "%s/%s/probe.so", folder->top, id);
    snprintf(from, sizeof from, "%s/%s.so", TPRUN_PROBES, probe ? probe : "");
    unlink(to);
    if (probe)
        assert_int_equal(symlink(from, to), 0);
}

#endif
