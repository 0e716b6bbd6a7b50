/* A plugin's folder: what lies in it is handed over, and nothing else, whatever it is called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/plugin_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char outside[] = "the file that it names is not in the folder that it was given";

static char *folder;

static int setup(void **state)
{
    struct tp_err err;
    (void)state;
    return plugin_folder_make(&folder, &err);
}

static int teardown(void **state)
{
    (void)state;
    plugin_folder_remove(folder);
    assert_int_equal(access(folder, F_OK), -1);
    free(folder);
    return 0;
}

static const char *path_of(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("wave", file);
    fclose(file);
}

static void assert_taken(const char *name)
{
    struct tp_err err;
    char bytes[8] = "";
    int fd = plugin_folder_take(folder, name, &err);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, bytes, sizeof bytes), 4);
    assert_string_equal(bytes, "wave");
    close(fd);
}

static void assert_not_taken(const char *name, int code, const char *why)
{
    struct tp_err err;
    assert_int_equal(plugin_folder_take(folder, name, &err), -code);
    assert_string_equal(err.text, why);
}

static void only_this_person_may_enter(void **state)
{
    struct stat status;
    (void)state;
    assert_int_equal(stat(folder, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(*folder, '/');
}

static void a_file_is_handed_over_once(void **state)
{
    (void)state;
    write_file(path_of("a.wav"));
    assert_taken("a.wav");
    assert_not_taken("a.wav", TP_ENOENT, "the file that it names is not there");
    assert_int_equal(mkdir(path_of("deep"), 0700), 0);
    write_file(path_of("deep/b.wav"));
    assert_taken(path_of("deep/b.wav"));
    assert_int_equal(access(path_of("deep/b.wav"), F_OK), -1);
}

static void nothing_outside_is_handed_over(void **state)
{
    char elsewhere[] = "/tmp/tprun-elsewhere-XXXXXX", name[128];
    (void)state;
    close(mkstemp(elsewhere));
    assert_not_taken(elsewhere, TP_EINVAL, outside);
    assert_not_taken("/etc/passwd", TP_EINVAL, outside);
    assert_not_taken("../passwd", TP_EINVAL, outside);
    assert_not_taken("..", TP_EINVAL, outside);
    assert_not_taken("", TP_EINVAL, outside);
    assert_not_taken("a//b", TP_EINVAL, outside);
    assert_not_taken(path_of(""), TP_EINVAL, outside);
    snprintf(name, sizeof name, "%s-more/x", folder);
    assert_not_taken(name, TP_EINVAL, outside);
    assert_int_equal(symlink(elsewhere, path_of("link")), 0);
    assert_not_taken("link", TP_EINVAL, outside);
    assert_int_equal(symlink("/tmp", path_of("way")), 0);
    snprintf(name, sizeof name, "way/%s", strrchr(elsewhere, '/') + 1);
    assert_not_taken(name, TP_EINVAL, outside);
    assert_int_equal(link(elsewhere, path_of("second")), 0);
    assert_not_taken("second", TP_EINVAL, outside);
    assert_int_equal(access(elsewhere, F_OK), 0);
    unlink(elsewhere);
}

static void only_files_are_handed_over(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
    assert_not_taken("fifo", TP_EINVAL, outside);
    assert_int_equal(mkdir(path_of("folder"), 0700), 0);
    assert_not_taken("folder", TP_EINVAL, outside);
    assert_not_taken(".", TP_EINVAL, outside);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_this_person_may_enter, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_is_handed_over_once, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_outside_is_handed_over, setup, teardown),
        cmocka_unit_test_setup_teardown(only_files_are_handed_over, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
