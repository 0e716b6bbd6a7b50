/* Shared objects that are no plugin of this program are refused by one sentence, before anything of
 * them is called. */
#include "tests/unit/plugin_rig.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/host/plugin_manifest.h"
#include "core/host/plugin_object.h"

static struct folder folder;
static struct tp_manifest manifest;
static struct tp_err err;

static int up(void **state)
{
    char path[128];
    (void)state;
    folder_open(&folder);
    rig_write(&folder, "probe", "plugin.json", rig_probe);
    snprintf(path, sizeof path, "%s/probe/plugin.json", folder.top);
    return tp_manifest_read(&manifest, path, &err);
}

static int down(void **state)
{
    (void)state;
    tp_manifest_finish(&manifest);
    return folder_close(&folder);
}

static void refused(const char *why)
{
    const struct tp_plugin *entry = NULL;
    assert_int_equal(tp_plugin_object_load(&manifest, &entry, &err), -TP_EDEVICE);
    assert_null(entry);
    if (!strstr(err.text, why))
        fail_msg("'%s' does not say '%s'", err.text, why);
    assert_null(strchr(err.text, '\n'));
}

static void a_good_one_is_loaded_again_and_again(void **state)
{
    (void)state;
    rig_object(&folder, "probe", "probe");
    for (int i = 0; i < 3; i++) {
        const struct tp_plugin *entry = NULL;
        assert_int_equal(tp_plugin_object_load(&manifest, &entry, &err), 0);
        assert_string_equal(entry->name, "Probe");
    }
    const struct tp_plugin_voice *voice;
    assert_int_equal(tp_plugin_object_voice(&manifest, &voice, &err), -TP_EDEVICE);
    assert_non_null(strstr(err.text, "probe.so is not a voice"));
}

static void one_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *probe, *why;
    } wrong[] = {
        {"newer_major", "was built for version 2 of the interface, and this program has version 1: "
                        "it needs a newer program"},
        {"older_major", "was built for version 0 of the interface, and this program has version 1: "
                        "build it anew"},
        {"newer_minor", "needs version 1.7 of the interface, and this program has 1.0: it needs a "
                        "newer program"},
        {"short", "has a table that is too short: build it anew"},
        {"other_id", "calls itself 'other', and its manifest says 'probe'"},
        {"other_kinds", "is of other kinds than its manifest says"},
        {"no_create", "lacks one of create, start, stop and destroy"},
        {"no_set", "is an output without the function set"},
        {"no_entry", "has no tp_plugin_entry, and so is no plugin"},
        {"unresolved", "a_function_of_a_library_that_is_not_there"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        rig_object(&folder, "probe", wrong[i].probe);
        refused(wrong[i].why);
    }
    rig_object(&folder, "probe", "no_voice");
    manifest.kinds = TP_PLUGIN_VOICE;
    refused("is a voice without the functions of one");
}

/* The bytes of the good probe, for those that are damaged. */
static size_t bytes(unsigned char *out, size_t size)
{
    FILE *file = fopen(TPRUN_PROBES "/probe.so", "rb");
    assert_non_null(file);
    size_t length = fread(out, 1, size, file);
    assert_true(length > 1000 && length < size);
    fclose(file);
    return length;
}

static void put(const unsigned char *data, size_t length)
{
    char path[256];
    snprintf(path, sizeof path, "%s/probe/probe.so", folder.top);
    unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void what_is_no_shared_object_is_refused(void **state)
{
    (void)state;
    static unsigned char data[8 << 20];
    rig_object(&folder, "probe", NULL);
    refused("probe.so is not there: was it built?");
    put((const unsigned char *)"", 0);
    refused("probe.so is not a shared object");
    put((const unsigned char *)"#!/bin/sh\nexit 0\n                                           "
                               "                                  ",
        80);
    refused("probe.so is not a shared object");
    size_t length = bytes(data, sizeof data);
    for (size_t cut = 64; cut < length; cut += length / 16) { /* sections may be missing, no more */
        const struct tp_plugin *entry;
        put(data, cut);
        if (tp_plugin_object_load(&manifest, &entry, &err) == 0)
            assert_string_equal(entry->name, "Probe");
    }
    put(data, 500);
    refused("probe.so is damaged: it was cut off");
    data[16] = ET_EXEC;
    put(data, length);
    refused("probe.so is not a shared object");
}

static void one_of_another_machine_is_refused(void **state)
{
    (void)state;
    static unsigned char data[8 << 20];
    size_t length = bytes(data, sizeof data);
    Elf64_Half own = 0, other;
    memcpy(&own, data + 18, sizeof own);
    other = own == EM_AARCH64 ? EM_X86_64 : EM_AARCH64;
    memcpy(data + 18, &other, sizeof other);
    put(data, length);
    refused(own == EM_AARCH64 ? "was built for x86-64, and this machine is 64-bit ARM"
                              : "was built for 64-bit ARM, and this machine is");
    memcpy(data + 18, &own, sizeof own);
    data[4] = data[4] == ELFCLASS64 ? ELFCLASS32 : ELFCLASS64;
    put(data, length);
    refused("was built for");
}

static void one_that_may_not_be_read_is_refused(void **state)
{
    (void)state;
    char path[256];
    snprintf(path, sizeof path, "%s/probe/probe.so", folder.top);
    if (geteuid() == 0) { /* it may read all: a folder in its place cannot be */
        assert_int_equal(mkdir(path, 0700), 0);
        refused("probe.so is not a shared object");
        return;
    }
    put((const unsigned char *)"", 0);
    chmod(path, 0);
    refused("probe.so cannot be read: Permission denied");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, up, down)
    const struct CMUnitTest tests[] = {
        TEST(a_good_one_is_loaded_again_and_again), TEST(one_that_does_not_fit_is_refused),
        TEST(what_is_no_shared_object_is_refused),  TEST(one_of_another_machine_is_refused),
        TEST(one_that_may_not_be_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
