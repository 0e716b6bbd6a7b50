/* From a line to a command: what is taken, and the one sentence about what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parses a copy of exactly that length, so that a byte too far is seen by the sanitizers. */
static int parse(const char *line, size_t length, struct tp_command *command, struct tp_err *err)
{
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, line, length);
    *err = (struct tp_err){0};
    int rc = tp_stream_parse(exact, length, command, err);
    free(exact);
    return rc;
}

static void assert_parsed(const char *line, enum tp_command_kind kind, struct tp_value value)
{
    struct tp_command command;
    struct tp_err err;
    if (parse(line, strlen(line), &command, &err) != 0)
        fail_msg("%s: %s", line, err.text);
    assert_int_equal(command.kind, kind);
    assert_true(tp_value_equal(command.value, value));
    tp_value_free(&command.value);
}

static void assert_refused(const char *line, const char *why)
{
    struct tp_command command;
    struct tp_err err;
    assert_int_equal(parse(line, strlen(line), &command, &err), -TP_EINVAL);
    assert_int_equal(command.value.kind, TP_VALUE_NIL);
    assert_string_equal(err.text, why);
}

static void every_command_has_its_line(void **state)
{
    (void)state;
    for (int kind = 0; kind < TP_COMMAND_COUNT; kind++) {
        char line[128];
        struct tp_value value = tp_value_nil();
        bool valued = kind == TP_COMMAND_ANSWER || kind == TP_COMMAND_WORDS;
        if (valued || kind == TP_COMMAND_VOLUME)
            value = tp_value_number(1);
        snprintf(line, sizeof line,
                 "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":{\"value\":1,\"steps\":1}}",
                 tp_command_name((enum tp_command_kind)kind));
        assert_parsed(line, (enum tp_command_kind)kind, value);
    }
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"next\"}", TP_COMMAND_NEXT, tp_value_nil());
}

static void an_answer_is_a_number_a_text_or_a_truth(void **state)
{
    (void)state;
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":4}}",
                  TP_COMMAND_ANSWER, tp_value_number(4));
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":-2.5e1}}",
                  TP_COMMAND_ANSWER, tp_value_number(-25));
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":true}}",
                  TP_COMMAND_ANSWER, tp_value_bool(true));
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":false}}",
                  TP_COMMAND_ANSWER, tp_value_bool(false));
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":\"größer\"}}",
                  TP_COMMAND_ANSWER, tp_value_text("größer"));
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":\"\"}}",
                  TP_COMMAND_ANSWER, tp_value_text(""));
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"answer\","
                  "\"params\":{\"value\":99999999999999999999}}",
                  TP_COMMAND_ANSWER, tp_value_number(1e20));
}

static void words_are_a_level_or_a_step(void **state)
{
    (void)state;
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"words\",\"params\":{\"value\":\"brief\"}}",
                  TP_COMMAND_WORDS, tp_value_text("brief"));
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"words\",\"params\":{\"value\":-1}}",
                  TP_COMMAND_WORDS, tp_value_number(-1));
}

static void what_is_not_known_is_left_aside(void **state)
{
    (void)state;
    assert_parsed(" {\"id\":7, \"method\":\"pause\", \"by\":[1,{}], \"jsonrpc\":\"2.0\","
                  " \"params\":{\"hard\":true}}\r",
                  TP_COMMAND_PAUSE, tp_value_nil());
    assert_parsed("{\"jsonrpc\":\"2.0\",\"method\":\"volume\",\"params\":{\"steps\":-1,\"x\":[]}}",
                  TP_COMMAND_VOLUME, tp_value_number(-1));
}

static void a_wrong_name_is_answered_with_the_nearest_and_all(void **state)
{
    char all[200] = "";
    char why[300];
    (void)state;
    for (int kind = 0; kind < TP_COMMAND_COUNT; kind++) {
        size_t length = strlen(all);
        snprintf(all + length, sizeof all - length, "%s%s", kind == 0 ? "" : ", ",
                 tp_command_name((enum tp_command_kind)kind));
    }
    snprintf(why, sizeof why, "'nxet' is not a command; did you mean 'next'? All are %s", all);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"nxet\"}", why);
    snprintf(why, sizeof why, "'session.start' is not a command; all are %s", all);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"session.start\"}", why);
    snprintf(why, sizeof why, "'\\x1B[2J' is not a command; all are %s", all);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"\\u001b[2J\"}", why);
}

static void each_other_mistake_is_named_with_what_is_allowed(void **state)
{
    static const char object[] = "a line must be one object: {\"jsonrpc\":\"2.0\","
                                 "\"method\":\"next\"}";
    static const char version[] = "jsonrpc must be \"2.0\"";
    static const char method[] = "method must be the name of a command, such as \"next\"";
    static const char params[] = "params must be an object, such as {\"value\":4}";
    static const char answer[] = "answer: params must have a value: a number, a text, true or "
                                 "false";
    static const char volume[] = "volume: params must have steps: a number from -30 to 30";
    static const char *const no_words[] = {"", "\"value\":2", "\"value\":\"auto\"",
                                           "\"value\":true"};
    (void)state;
    for (size_t i = 0; i < sizeof no_words / sizeof *no_words; i++) {
        char line[120];
        snprintf(line, sizeof line, "{\"jsonrpc\":\"2.0\",\"method\":\"words\",\"params\":{%s}}",
                 no_words[i]);
        assert_refused(line,
                       "words: params must have a value: full, normal, brief, tones, -1 or 1");
    }
    assert_refused("[{\"jsonrpc\":\"2.0\",\"method\":\"next\"}]", object);
    assert_refused("{}", version);
    assert_refused("{\"jsonrpc\":2.0,\"method\":\"next\"}", version);
    assert_refused("{\"jsonrpc\":\"1.0\",\"method\":\"next\"}", version);
    assert_refused("{\"jsonrpc\":\"2.0\"}", method);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":3}", method);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":[4]}", params);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"answer\"}", answer);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":null}}",
                   answer);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":[]}}", answer);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"volume\"}", volume);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"volume\",\"params\":{\"steps\":\"1\"}}",
                   volume);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"volume\",\"params\":{\"steps\":31}}", volume);
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"volume\",\"params\":{\"steps\":-31}}",
                   volume);
}

static void what_is_not_json_is_one_clean_line(void **state)
{
    static const char *const bad[] = {
        "",
        "next",
        "7",
        "{\"jsonrpc\":\"2.0\",\"method\":\"next\"",
        "{\"jsonrpc\":\"2.0\",\"method\":\"next\"} {}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"next\",\"method\":\"stop\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":1e999}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":NaN}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":\"\\u0000\"}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}",
        "\x1b[2J",
    };
    struct tp_command command;
    struct tp_err err;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(parse(bad[i], strlen(bad[i]), &command, &err), -TP_EINVAL);
        assert_memory_equal(err.text, "not JSON: ", 10);
        for (const char *c = err.text; *c; c++)
            assert_false((unsigned char)*c < 0x20);
    }
    assert_int_equal(parse("{\0}", 3, &command, &err), -TP_EINVAL);
}

/* An answer whose line is `length` bytes long. */
static void make_long(struct tp_buf *line, size_t length)
{
    tp_buf_puts(line, "{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":\"");
    while (line->length < length - 3)
        tp_buf_puts(line, "x");
    tp_buf_puts(line, "\"}}");
}

static void a_line_of_64_kib_is_read_and_a_byte_more_is_not(void **state)
{
    struct tp_buf longest = {0}, longer = {0};
    struct tp_command command;
    struct tp_err err;
    (void)state;
    make_long(&longest, TP_STREAM_LINE);
    assert_int_equal(parse(longest.data, longest.length, &command, &err), 0);
    assert_in_range(strlen(command.value.text), TP_STREAM_LINE - 100, TP_STREAM_LINE);
    tp_value_free(&command.value);
    make_long(&longer, TP_STREAM_LINE + 1);
    assert_int_equal(parse(longer.data, longer.length, &command, &err), -TP_EINVAL);
    assert_string_equal(err.text, "a line may have at most 64 KiB");
    tp_buf_finish(&longest);
    tp_buf_finish(&longer);
}

static void brackets_without_end_are_refused(void **state)
{
    static const char *const pieces[] = {"[", "{\"a\":", "{\"params\":["};
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct tp_buf line = {0};
        struct tp_command command;
        struct tp_err err;
        while (line.length < TP_STREAM_LINE - 20)
            tp_buf_puts(&line, pieces[i]);
        assert_int_equal(parse(line.data, line.length, &command, &err), -TP_EINVAL);
        tp_buf_finish(&line);
    }
}

/* A small linear congruential generator (constants of Numerical Recipes): the same lines always. */
static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525U + 1013904223U;
    return (*state >> 8) % below;
}

static void a_line_changed_in_any_way_is_a_command_or_a_sentence(void **state)
{
    static const char whole[] =
        "{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":\"le\\u0066t\"}}";
    static const char pieces[] = "{}[]\",:\\u0tfn-+.eE19 \t\xc3\xa4\xff\x00\x1b";
    uint32_t seed = 1;
    int taken = 0, refused = 0;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char line[sizeof whole + 8];
        struct tp_command command;
        struct tp_err err;
        size_t length = sizeof whole - 1;
        memcpy(line, whole, length);
        for (uint32_t changes = draw(&seed, 4); changes > 0; changes--)
            line[draw(&seed, (uint32_t)length)] = pieces[draw(&seed, sizeof pieces - 1)];
        if (draw(&seed, 4) == 0)
            length = draw(&seed, (uint32_t)length);
        int rc = parse(line, length, &command, &err);
        taken += rc == 0;
        refused += rc == -TP_EINVAL && *err.text && command.value.kind == TP_VALUE_NIL;
        tp_value_free(&command.value);
    }
    assert_int_equal(taken + refused, 20000);
    assert_true(taken > 1000 && refused > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_has_its_line),
        cmocka_unit_test(an_answer_is_a_number_a_text_or_a_truth),
        cmocka_unit_test(words_are_a_level_or_a_step),
        cmocka_unit_test(what_is_not_known_is_left_aside),
        cmocka_unit_test(a_wrong_name_is_answered_with_the_nearest_and_all),
        cmocka_unit_test(each_other_mistake_is_named_with_what_is_allowed),
        cmocka_unit_test(what_is_not_json_is_one_clean_line),
        cmocka_unit_test(a_line_of_64_kib_is_read_and_a_byte_more_is_not),
        cmocka_unit_test(brackets_without_end_are_refused),
        cmocka_unit_test(a_line_changed_in_any_way_is_a_command_or_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
