/* The look over a text before it is parsed: chains of fields, wherever they hide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/script/scan.h"

#include <string.h>

/* Line of the long chain in start, then `link` so many times, then end. */
static int scan(const char *start, const char *link, int count, const char *end)
{
    struct tp_buf text = {0};
    tp_buf_puts(&text, start);
    while (count-- > 0)
        tp_buf_puts(&text, link);
    tp_buf_puts(&text, end);
    int line = tp_scan_long_chain(text.data, text.length);
    tp_buf_finish(&text);
    return line;
}

static void a_hundred_fields_are_enough(void **state)
{
    (void)state;
    assert_int_equal(scan("\nlocal x = a", ".b", 100, "\n"), 0);
    assert_int_equal(scan("\nlocal x = a", ".b", 101, "\n"), 2);
    assert_int_equal(scan("x = a", "[1]", 101, ""), 1);
    assert_int_equal(scan("x = a", "[b.c.d]", 101, ""), 1);
    assert_int_equal(scan("x = a", "\n . b", 101, ""), 102);
}

static void a_chain_goes_on_through_spaces_comments_and_brackets(void **state)
{
    static const char *const links[] = {
        ". b",         ".--[[ x ]]b", ".--[==[ ]] ]==]b", " --x\n.b",         " --\"\n.b",
        "[--[[]]'x']", "[\"]\"]",     "['\\']']",         "[ [[]]\n ]",       "[ [==[]]]==] ]",
        "[{1, {2}}]",  "[(1)]",       "[f(a.b, c)]",      "[function() end]", "[1.5e-3]",
        "[0x1p-4]",    "['\\z\n  x']"};
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        assert_int_equal(scan("x = a", links[i], 100, " y = 1"), 0);
        assert_int_not_equal(scan("x = a", links[i], 101, " y = 1"), 0);
    }
    assert_int_equal(scan("x = ((a", ".b", 60, ").c.d"), 0);
    assert_int_equal(scan("x = (a.b.c.d.e.f.g.h.i.j.k", ".b", 91, ").c"), 1);
}

static void what_is_no_chain_is_let_be(void **state)
{
    static const char *const links[] = {
        "..b",      " + b.c",    "; a.b.c()", ":f()",    ".f()",         ", b.c",
        " and b.c", " b.c = 1",  "{ a.b }",   "'x.y.z'", "[[ a.b.c ]] ", "--a.b.c\n",
        "... ",     " or (b.c)", "(b.c)",     ":f(a.b)", "\"a.b\"",      "{ [a.b] = c.d }"};
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        assert_int_equal(scan("x = a", links[i], 500, ""), 0);
    assert_int_equal(scan("--[[", " a.b.c", 500, "]]"), 0);
    assert_int_equal(scan("x = 'a\\\n", ".b", 500, "'"), 0);
    assert_int_equal(scan("x = [==[ ]]", ".b", 500, "]==]"), 0);
}

static void any_bytes_can_be_looked_over(void **state)
{
    unsigned seed = 7;
    static const char bytes[] = ".[](){}'\"\\-=:\n\ra1e \0\xFF";
    (void)state;
    for (int turn = 0; turn < 2000; turn++) {
        char text[64];
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1103515245U + 12345U;
            text[i] = bytes[(seed >> 16) % (sizeof bytes - 1)];
        }
        struct tp_buf copy = {0}; /* of exactly that size, so that a step too far is seen */
        tp_buf_add(&copy, text, (size_t)turn % sizeof text);
        tp_scan_long_chain(copy.length ? copy.data : text, copy.length);
        tp_buf_finish(&copy);
    }
    for (int i = 0; i < 3; i++)
        scan("", &"([{"[i], 100000, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hundred_fields_are_enough),
        cmocka_unit_test(a_chain_goes_on_through_spaces_comments_and_brackets),
        cmocka_unit_test(what_is_no_chain_is_let_be),
        cmocka_unit_test(any_bytes_can_be_looked_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
