/* A field of a routine's head is found where Lua would find it, and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/script/head.h"

#include <stdlib.h>
#include <string.h>

/* The first `length` bytes alone, so that a look past them shows. */
static char *exactly(const char *text, size_t length)
{
    char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    for (size_t i = 0; i < length; i++)
        copy[i] = text[i];
    return copy;
}

/* The title in `text`, "-" when there is none. */
static void has_title(const char *text, const char *title)
{
    size_t from = 0, size = 0, length = strlen(text);
    char *copy = exactly(text, length);
    if (!tp_head_find(copy, length, "title", &from, &size)) {
        assert_string_equal("-", title);
    } else {
        assert_true(from + size <= length);
        assert_int_equal(size, strlen(title));
        assert_memory_equal(copy + from, title, size);
    }
    free(copy);
}

static void where_lua_would_find_it(void **unused)
{
    (void)unused;
    has_title("routine { title = \"Neck\" }", "Neck");
    has_title("routine{title='Neck'}", "Neck");
    has_title("-- x\nroutine ( { area = 'a', title -- why\n = \"A \\\"b\\\" c\", } )",
              "A \\\"b\\\" c");
    has_title("routine { options = { title = 'no' }, title = 'yes' }", "yes");
    has_title("routine { summary = \"title = 'no'\", title = 'yes' }", "yes");
    has_title("routine { sources = [==[ title = 'no' ]==], title = 'yes' }", "yes");
    has_title("-- routine { title = 'no' }\nroutine { title = 'yes' }", "yes");
    has_title("local n = 0x1p4 --[[ routine { title = 'no' } ]] routine { title = 'yes' }", "yes");
    has_title("routine { title = '' }", "");
}

static void and_nowhere_else(void **unused)
{
    (void)unused;
    has_title("", "-");
    has_title("say 'title'", "-");
    has_title("routine { area = 'a' } step { title = 'no', function() end }", "-");
    has_title("routine { subtitle = 'no', titles = 'no' }", "-");
    has_title("routine { title = name }", "-");
    has_title("routine { title == 'no' }", "-");
    has_title("my_routine { title = 'no' }", "-");
    has_title("say [[ routine { title = 'no' } ]]", "-");
}

static void what_is_cut_off_is_not_read_past(void **unused)
{
    static const char whole[] = "-- a\nroutine ( { area = [=[x]=], title = 'A \\' b', n = 1e+5 } )";
    (void)unused;
    for (size_t length = 0; length < sizeof whole; length++) {
        size_t from = 0, size = 0;
        char *copy = exactly(whole, length);
        if (tp_head_find(copy, length, "title", &from, &size))
            assert_true(from + size <= length);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_lua_would_find_it),
        cmocka_unit_test(and_nowhere_else),
        cmocka_unit_test(what_is_cut_off_is_not_read_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
