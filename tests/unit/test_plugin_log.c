/* The log of plugins: lines that can be read, and never more than two megabytes of them. */
#include "core/host/plugin_log.h"
#include "tests/unit/folder_rig.h"

#include <string.h>
#include <sys/stat.h>

static char *content(const char *path, size_t *length)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 4096);
    assert_non_null(text);
    *length = file ? fread(text, 1, 4095, file) : 0;
    if (file)
        fclose(file);
    return text;
}

static void lines_say_when_and_who_and_are_clean(void **state)
{
    struct folder folder;
    char path[128];
    size_t length;
    (void)state;
    folder_open(&folder);
    snprintf(path, sizeof path, "%s/state", folder.top);
    struct tp_plugin_log *log = tp_plugin_log_open(path);
    tp_plugin_log_add(log, "serial", "no board");
    tp_plugin_log_add(log, "sim", "a\033[2Jb");
    tp_plugin_log_close(log);
    strncat(path, "/plugins.log", sizeof path - strlen(path) - 1);
    char *text = content(path, &length);
    assert_non_null(strstr(text, " serial: no board\n"));
    assert_null(strchr(text, '\033'));
    assert_int_equal(text[4], '-');
    free(text);
    assert_int_equal(folder_close(&folder), 0);
}

static void it_begins_anew_after_a_megabyte(void **state)
{
    struct folder folder;
    char line[1500], path[128];
    struct stat found;
    (void)state;
    folder_open(&folder);
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    struct tp_plugin_log *log = tp_plugin_log_open(folder.top);
    for (int i = 0; i < 3000; i++)
        tp_plugin_log_add(log, "sim", line);
    tp_plugin_log_close(log);
    for (int old = 0; old < 2; old++) {
        snprintf(path, sizeof path, "%s/plugins.log%s", folder.top, old ? ".1" : "");
        assert_int_equal(stat(path, &found), 0);
        assert_true(found.st_size > 0 && found.st_size < TP_PLUGIN_LOG_BYTES + 2048);
    }
    assert_int_equal(folder_close(&folder), 0);
}

static void a_place_that_cannot_be_written_is_no_matter(void **state)
{
    (void)state;
    struct tp_plugin_log *log = tp_plugin_log_open("/dev/null/state");
    tp_plugin_log_add(log, "sim", "one");
    tp_plugin_log_add(log, "sim", "two");
    tp_plugin_log_add(NULL, "sim", "three");
    tp_plugin_log_close(log);
    tp_plugin_log_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_say_when_and_who_and_are_clean),
        cmocka_unit_test(it_begins_anew_after_a_megabyte),
        cmocka_unit_test(a_place_that_cannot_be_written_is_no_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
