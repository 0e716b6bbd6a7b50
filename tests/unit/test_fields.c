/* The fields of a text that returns a table: which there are, where they stand, what ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/script/fields.h"

#include <stdio.h>
#include <string.h>

static struct tp_buf seen; /* "path=value;" of each field */
static const char *refused;

static int note(void *context, const struct tp_field *field, struct tp_err *err)
{
    (void)context;
    if (refused && strcmp(field->path, refused) == 0)
        return tp_err_set(err, TP_EINVAL, "not this one");
    tp_buf_printf(&seen, "%s=", field->path);
    if (field->table)
        tp_buf_puts(&seen, "{}");
    else if (field->value.kind == TP_VALUE_TEXT)
        tp_buf_puts(&seen, field->value.text);
    else if (field->value.kind == TP_VALUE_NUMBER)
        tp_buf_printf(&seen, "%g", field->value.number);
    else
        tp_buf_puts(&seen, field->value.truth ? "true" : "false");
    tp_buf_puts(&seen, ";");
    return 0;
}

static void note_alive(void *context, const char *where)
{
    (void)context;
    (void)where;
}

static int read_text(const char *text, struct tp_err *err)
{
    struct tp_fields_text source = {"config.lua", text, strlen(text)};
    struct tp_fields_reader reader = {note, note_alive, NULL};
    *err = (struct tp_err){0};
    tp_buf_finish(&seen);
    return tp_fields_read(&source, &reader, err);
}

static void assert_fields(const char *text, const char *fields)
{
    struct tp_err err;
    if (read_text(text, &err) != 0)
        fail_msg("%s: %s", text, err.text);
    assert_string_equal(seen.data ? seen.data : "", fields);
    tp_buf_finish(&seen);
}

static void assert_ends(const char *text, int code, const char *line)
{
    struct tp_err err;
    assert_int_equal(read_text(text, &err), -code);
    assert_string_equal(err.text, line);
    tp_buf_finish(&seen);
}

static void fields_come_in_the_order_of_their_names(void **state)
{
    (void)state;
    assert_fields("return {}", "");
    assert_fields("return { rate = 1.5, mono = true, audio = 'x', [\"hold_sound\"] = false }",
                  "audio=x;hold_sound=false;mono=true;rate=1.5;");
    assert_fields("local b = 'b' return { keys = { pause = { 'a', b }, back = b } }",
                  "keys={};keys.back=b;keys.pause={};keys.pause.1=a;keys.pause.2=b;");
    assert_fields("return { keys = {} }, 2", "keys={};");
    assert_fields("return setmetatable({ a = 1 }, { __index = error, __pairs = error })", "a=1;");
}

static void what_is_no_table_of_plain_fields_is_refused(void **state)
{
    static const char value[] = "a field is a text, a number, true, false or { … }";
    char line[200];
    (void)state;
    assert_ends("", TP_ESCRIPT, "config.lua: it must return its fields: return { … }");
    assert_ends("return 1, {}", TP_ESCRIPT, "config.lua: it must return its fields: return { … }");
    snprintf(line, sizeof line, "config.lua:2: %s", value);
    assert_ends("return {\n a = print }", TP_ESCRIPT, line);
    assert_ends("return {\n a = 'x\\0y' }", TP_ESCRIPT, line);
    assert_ends("return {\n a = ('x'):rep(4097) }", TP_ESCRIPT, line);
    assert_ends("return { a = {\n b = { c = { d = 1 } } } }", TP_ESCRIPT,
                "config.lua:2: there are too many { } in one another");
    assert_ends("local t = {} t.t = t return t", TP_ESCRIPT,
                "config.lua: there are too many { } in one another");
    assert_ends("local t = {} for i = 1, 1001 do t[i] = i end return { a = t }", TP_ESCRIPT,
                "config.lua:1: there are too many fields");
    assert_ends("return { [1.5] = 1 }", TP_ESCRIPT,
                "config.lua: a field has a name such as voice, or none");
    assert_ends("return { [print] = 1 }", TP_ESCRIPT,
                "config.lua: a field has a name such as voice, or none");
    assert_ends("return { ['a.b'] = 1 }", TP_ESCRIPT,
                "config.lua: a field has a name such as voice or rate, and no other sign in it");
}

static void the_reader_may_end_it(void **state)
{
    struct tp_err err;
    (void)state;
    refused = "keys.b";
    assert_int_equal(read_text("return { keys = { a = 1, b = 2, c = 3 } }", &err), -TP_EINVAL);
    refused = NULL;
    assert_string_equal(seen.data, "keys={};keys.a=1;");
    assert_string_equal(err.text, "config.lua:1: not this one");
    tp_buf_finish(&seen);
}

static void it_runs_under_the_limits_of_routines(void **state)
{
    (void)state;
    assert_ends("\nwhile true do end", TP_ELIMIT,
                "config.lua:2: ran for more than 1 s without waiting: is there an endless loop?");
    assert_ends("return { a = io.open('x') }", TP_ESCRIPT,
                "config.lua:1: 'io' is not a name that routines know");
    assert_ends("hold {}", TP_ESCRIPT,
                "config.lua:1: 'hold' is not a name that routines know; a text stands in quotes: "
                "\"hold\"");
    assert_ends("require 'points'", TP_ESCRIPT,
                "config.lua:1: require: there is no module 'points'");
    assert_ends("return { a = }", TP_ESCRIPT, "config.lua:1: unexpected symbol near '}'");
}

static void the_line_of_a_field_is_found(void **state)
{
    static const struct {
        const char *text, *path;
        int line;
    } rows[] = {
        {"return {\n a = 1,\n b = 2 }", "b", 3},
        {"return {\n a = 1,\n b = 2 }", "c", 0},
        {"return { a = {\n b = 1,\n c = 2 } }", "a.c", 3},
        {"return { a = {\n b = 1,\n c = 2 } }", "a.d", 1},
        {"return { a = {\n 'x',\n 'y';\n 'z' } }", "a.2", 3},
        {"return { a = {\n 'x', b = 1,\n 'y' } }", "a.2", 3},
        {"return {\n -- a = 1\n --[[ a = 2\n ]] x = 'a = 3', y = [[\n a = 4 ]],\n a = 5 }", "a", 6},
        {"return {\n f(a, { a = 1 }), (b),\n a = 2 }", "a", 3},
        {"return {\n x = a == 1,\n [ 'a' ] = 2 }", "a", 3},
        {"local t = {\n rate = 1 }\nreturn t", "rate", 2},
        {"local t = {}\nt.rate = 1\nreturn t", "rate", 0},
        {"return { x = '\\'\\\n', a = 1 }", "a", 2},
        {"return { keys = make {\n pause = 1 } }", "keys.pause", 2},
        {"return {{{{{{{{{{ a = 1 }}}}}}}}}}", "a", 0},
        {"}}}\nreturn { a = 1 }", "a", 2},
        {"return { a", "a", 0},
        {"return { [\"a", "a", 0},
        {"", "a", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tp_fields_text source = {"config.lua", rows[i].text, strlen(rows[i].text)};
        int line = tp_fields_line(&source, rows[i].path);
        if (line != rows[i].line)
            fail_msg("%s in\n%s\nfound at %d, not %d", rows[i].path, rows[i].text, line,
                     rows[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_in_the_order_of_their_names),
        cmocka_unit_test(what_is_no_table_of_plain_fields_is_refused),
        cmocka_unit_test(the_reader_may_end_it),
        cmocka_unit_test(it_runs_under_the_limits_of_routines),
        cmocka_unit_test(the_line_of_a_field_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
