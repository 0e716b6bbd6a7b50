/* A state folder on the bench that is not there yet, with the memory of one routine and what the
 * person knows. For the tests of what is kept. */
#ifndef TP_TESTS_MEMORY_RIG_H
#define TP_TESTS_MEMORY_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/host/familiar.h"
#include "core/host/memory.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char rig_routine[] = "/somewhere/neck.lua";

/* A state folder that is not there yet, in a folder of the test's own. */
struct rig {
    char top[64], state[96], kept[128]; /* kept: where the files come to lie */
    struct tp_memory *memory;
    struct tp_familiar *familiar;
    struct tp_err err;
    enum tp_store_state warning;
};

static inline int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    snprintf(rig->top, sizeof rig->top, "/tmp/tprun-memory-XXXXXX");
    assert_non_null(mkdtemp(rig->top));
    snprintf(rig->state, sizeof rig->state, "%s/state/tprun", rig->top);
    snprintf(rig->kept, sizeof rig->kept, "%s/memory", rig->state);
    *state = rig;
    return 0;
}

static inline int rig_teardown(void **state)
{
    struct rig *rig = *state;
    char command[128];
    tp_memory_close(rig->memory);
    tp_familiar_close(rig->familiar);
    snprintf(command, sizeof command, "rm -rf %s", rig->top);
    int rc = system(command);
    free(rig);
    return rc;
}

#define rig_test(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

static inline void rig_open(struct rig *rig, const char *path)
{
    tp_memory_close(rig->memory);
    rig->err = (struct tp_err){0};
    rig->warning = TP_STORE_SEALED;
    assert_int_equal(tp_memory_open(&rig->memory, rig->state, path, &rig->warning, &rig->err), 0);
}

/* Saved, closed, and opened again: what the next session sees. */
static inline void rig_next_session(struct rig *rig)
{
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    rig_open(rig, rig_routine);
    assert_false(rig->warning);
}

static inline void rig_remember(struct rig *rig, const char *key, struct tp_value value)
{
    assert_int_equal(tp_memory_remember(rig->memory, key, value, &rig->err), 0);
}

static inline void rig_assert_recalled(struct rig *rig, const char *key, struct tp_value value)
{
    assert_true(tp_value_equal(tp_memory_recall(rig->memory, key), value));
}

static inline void rig_assert_past(struct rig *rig, const char *what, const char *today,
                                   struct tp_value value)
{
    assert_true(tp_value_equal(tp_memory_past(rig->memory, what, today), value));
}

/* The only file kept whose name ends in `ending`; its path into `path`. How many there are. */
static inline int rig_find(const struct rig *rig, const char *ending, char path[PATH_MAX])
{
    int count = 0;
    DIR *folder = opendir(rig->kept);
    for (struct dirent *one; folder && (one = readdir(folder));) {
        size_t length = strlen(one->d_name), tail = strlen(ending);
        if (*one->d_name == '.' || length < tail ||
            strcmp(one->d_name + length - tail, ending) != 0)
            continue;
        snprintf(path, PATH_MAX, "%s/%s", rig->kept, one->d_name);
        count++;
    }
    if (folder)
        closedir(folder);
    return count;
}

static inline void rig_write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void rig_read_text(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

#endif
