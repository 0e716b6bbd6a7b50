/* A board, by its bytes and the time at which they come. */
#include "plugins/serial/board.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char defaults[] = "{}";

struct rig {
    struct serial_settings settings;
    struct serial_board board;
    uint64_t now_ms;
    double values[4096];
    size_t count;
};

static void begin(struct rig *rig, const char *settings)
{
    char error[200] = "";
    json_t *given = json_loads(settings, 0, NULL);
    memset(rig, 0, sizeof *rig);
    assert_int_equal(serial_settings_read(&rig->settings, given, error, sizeof error), 0);
    json_decref(given);
    rig->now_ms = 1000;
    serial_board_open(&rig->board, &rig->settings, rig->now_ms);
}

static void bytes(struct rig *rig, const char *text, size_t size)
{
    rig->count += serial_board_feed(&rig->board, text, size, rig->now_ms, rig->values + rig->count);
}

static void say(struct rig *rig, const char *text)
{
    bytes(rig, text, strlen(text));
}

/* Readings come that often, each a text. */
static void steady(struct rig *rig, const char *text, unsigned each_ms, unsigned for_ms)
{
    for (unsigned at = 0; at < for_ms; at += each_ms) {
        rig->now_ms += each_ms;
        rig->count = 0;
        say(rig, text);
    }
}

static void assert_status(struct rig *rig, const char *text)
{
    assert_string_equal(serial_board_status(&rig->board, rig->now_ms), text);
}

static void assert_status_has(struct rig *rig, const char *text)
{
    const char *status = serial_board_status(&rig->board, rig->now_ms);
    if (!strstr(status, text))
        fail_msg("\"%s\" has no \"%s\"", status, text);
}

/* ---- lines ---- */

static void lines_are_what_they_look_like(void **state)
{
    static const struct {
        const char *line;
        enum serial_said said;
        double value;
    } table[] = {
        {"F 12.5", SERIAL_READING, 12.5},
        {"F12.5", SERIAL_READING, 12.5},
        {"F: -0.25", SERIAL_READING, -0.25},
        {"f=3", SERIAL_READING, 3},
        {"  F  .5\t", SERIAL_READING, .5},
        {"F 1.2e1", SERIAL_READING, 12},
        {"F 12.5.1", SERIAL_TEXT, 0},
        {"F 12,5", SERIAL_TEXT, 0},
        {"F", SERIAL_TEXT, 0},
        {"F nan", SERIAL_TEXT, 0},
        {"F inf", SERIAL_TEXT, 0},
        {"F 0x1f", SERIAL_TEXT, 0},
        {"F 1e999", SERIAL_TEXT, 0},
        {"F 1e13", SERIAL_TEXT, 0},
        {"{\"force\":1e300}", SERIAL_TEXT, 0},
        {"F 1F 2", SERIAL_TEXT, 0},
        {"FF 12", SERIAL_TEXT, 0},
        {"{\"force\":12.5}", SERIAL_READING, 12.5},
        {"{\"t\":1200,\"value\":-3}", SERIAL_READING, -3},
        {"{\"value\":1,\"force\":2}", SERIAL_READING, 2},
        {"{\"force\":\"12\"}", SERIAL_TEXT, 0},
        {"{\"force\":12.5", SERIAL_TEXT, 0},
        {"{\"force\":1,\"force\":2}", SERIAL_TEXT, 0},
        {"{\"force\":null}", SERIAL_TEXT, 0},
        {"[12.5]", SERIAL_TEXT, 0},
        {"12.5", SERIAL_BARE, 12.5},
        {"-7", SERIAL_BARE, -7},
        {"+.5", SERIAL_BARE, .5},
        {".", SERIAL_TEXT, 0},
        {"-", SERIAL_TEXT, 0},
        {"12.5 N", SERIAL_TEXT, 0},
        {"11111111112222222222333333333344444444445", SERIAL_TEXT, 0},
        {"", SERIAL_EMPTY, 0},
        {" \t ", SERIAL_EMPTY, 0},
        {"# no HX711", SERIAL_COMMENT, 0},
        {"F 12\x01", SERIAL_NOISE, 0},
        {"F 12\xff", SERIAL_NOISE, 0},
        {"\xc3", SERIAL_NOISE, 0},
        {"gr\xc3\xbc\xc3\x9f dich", SERIAL_TEXT, 0},
    };
    struct serial_pattern none = {""};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double value = 0;
        enum serial_said said = serial_parse(table[i].line, strlen(table[i].line), &none, &value);
        if (said != table[i].said)
            fail_msg("\"%s\" is %d, not %d", table[i].line, (int)said, (int)table[i].said);
        if (said == SERIAL_READING || said == SERIAL_BARE)
            assert_true(value == table[i].value);
    }
}

static void a_pattern_takes_the_number_from_the_line(void **state)
{
    static const struct {
        const char *pattern, *line;
        double value; /* 0: it does not fit */
    } table[] = {
        {"Weight: # g*", "Weight: 12.5 g", 12.5},
        {"Weight: # g*", "Weight:   12.5\tg (raw 8812)", 12.5},
        {"Weight: # g*", "Weight: 12.5 kg", 0},
        {"Weight: # g*", "Weight: g", 0},
        {"one reading: # | average: *", "one reading: 3.25\t|\taverage: 3.1", 3.25},
        {"*,#", "1712,9.5", 9.5},
        {"*,#", "1712,3,9.5", 9.5},
        {"*,#,*", "1712,3,9.5", 3},
        {"*#", "sensor1: 25", 25},
        {"*#*", "sensor1: 25", 1},
        {"#", "5", 5},
        {"#", "5 N", 0},
        {"#N", "-5N", -5},
        {"#*#", "", 0},
        {"*a*b*#c*", "xxaxbx7c", 7},
        {"*a*b*#c*", "xxaxbx7d", 0},
        {"**#**", "7", 7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct serial_pattern pattern = {""};
        double value = 0;
        if (serial_pattern_read(&pattern, table[i].pattern))
            continue;
        bool fits = serial_pattern_fits(&pattern, table[i].line, strlen(table[i].line), &value);
        if (fits != (table[i].value != 0) || (fits && value != table[i].value))
            fail_msg("\"%s\" on \"%s\": %d, %g", table[i].pattern, table[i].line, fits, value);
    }
}

static void with_a_pattern_nothing_else_is_a_reading(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, "{\"pattern\":\"W #*\"}");
    say(&rig, "\nF 1\n2\n2\n2\n2\n{\"force\":3}\nW 4 g\n");
    assert_int_equal(rig.count, 1);
    assert_true(rig.values[0] == 4);
}

static void settings_that_are_wrong_are_named(void **state)
{
    static const char *const table[][2] = {
        {"{\"pattern\":\"Weight\"}", "one #"},
        {"{\"pattern\":\"# #\"}", "one #"},
        {"{\"unit\":\"stone\"}", "unit must"},
        {"{\"baud\":\"fast\"}", "baud must"},
        {"{\"port\":7}", "port must"},
        {"{\"role\":true}", "role must"},
        {"{\"role\":\"My sensor\"}", "role must"},
        {"{\"name\":[]}", "name must"},
        {"{\"pattern\":4}", "must be a text"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct serial_settings settings;
        char error[200] = "";
        json_t *given = json_loads(table[i][0], 0, NULL);
        assert_int_equal(serial_settings_read(&settings, given, error, sizeof error), -1);
        assert_non_null(strstr(error, table[i][1]));
        json_decref(given);
    }
}

static void units_become_newtons(void **state)
{
    static const struct {
        const char *settings;
        double newtons;
    } table[] = {
        {"{\"unit\":\"N\"}", 2},         {"{\"unit\":\"kg\"}", 19.6133},
        {"{\"unit\":\"g\"}", 0.0196133}, {"{\"unit\":\"lb\"}", 8.896443230521},
        {"{\"unit\":\"raw\"}", 2},
    };
    static struct rig rig;
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        begin(&rig, table[i].settings);
        say(&rig, "\nF 2\n");
        assert_float_equal(rig.values[0], table[i].newtons, 1e-9);
    }
    assert_string_equal(rig.settings.unit, "raw");
}

/* ---- what can be believed ---- */

static void the_half_line_at_the_start_is_no_reading(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "F 2.5\nF 12.5\r\nF 12.6\n");
    assert_int_equal(rig.count, 2);
    assert_true(rig.values[0] == 12.5 && rig.values[1] == 12.6);
}

static void what_a_board_writes_while_it_starts_is_no_reading(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "\xf8\x00\x1c\x9e\xff");
    say(&rig, "ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET)\r\nload:0x3fff0030\r\n");
    say(&rig, "1344\r\n74880\r\nentry 0x400805e4\r\n7\r\n");
    assert_int_equal(rig.count, 0);
    assert_false(rig.board.present);
    say(&rig, "# ready\r\nF 0.1\r\n");
    assert_true(rig.board.present);
    assert_int_equal(rig.count, 1);
}

static void bare_numbers_count_from_the_third_in_a_row(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "\n1\n2\nhello\n3\n4\n5\n6\n");
    assert_int_equal(rig.count, 2);
    assert_true(rig.values[0] == 5 && rig.values[1] == 6);
    say(&rig, "rebooting\n1\n2\n");
    assert_int_equal(rig.count, 2);
}

static void a_board_that_writes_readings_writes_no_bare_ones(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "\nF 1\n7\n7\n7\n7\nF 2\n");
    assert_int_equal(rig.count, 2);
    assert_true(rig.values[1] == 2);
}

static void a_line_that_is_too_long_is_no_reading(void **state)
{
    static struct rig rig;
    char line[600];
    (void)state;
    memset(line, ' ', sizeof line);
    line[0] = 'F';
    line[2] = '1';
    line[sizeof line - 1] = '\n';
    begin(&rig, defaults);
    say(&rig, "\n");
    bytes(&rig, line, sizeof line);
    assert_int_equal(rig.count, 0);
    say(&rig, "F 2\n");
    assert_int_equal(rig.count, 1);
}

static void it_does_not_matter_how_the_bytes_are_cut(void **state)
{
    static const char stream[] = "2.5\nF 1\r\nrubbish\n\xff\xfe\nF 2\n3\nF 4.25\n{\"force\":5}\n6";
    static struct rig rig;
    (void)state;
    for (size_t piece = 1; piece < sizeof stream; piece++) {
        begin(&rig, defaults);
        for (size_t at = 0; at < sizeof stream - 1; at += piece)
            bytes(&rig, stream + at,
                  sizeof stream - 1 - at < piece ? sizeof stream - 1 - at : piece);
        assert_int_equal(rig.count, 4);
        assert_true(rig.values[0] == 1 && rig.values[1] == 2 && rig.values[2] == 4.25 &&
                    rig.values[3] == 5);
    }
}

static void strange_bytes_are_never_more_than_room_for_readings(void **state)
{
    static struct rig rig;
    char chunk[512];
    (void)state;
    begin(&rig, defaults);
    srand(1);
    for (int i = 0; i < 2000; i++) {
        for (size_t at = 0; at < sizeof chunk; at++)
            chunk[at] = (char)(rand() % 3 ? "F 1\n\r.{}#\"e5"[rand() % 12] : rand());
        rig.count = 0;
        rig.now_ms += 7;
        bytes(&rig, chunk, sizeof chunk);
        assert_true(rig.count <= sizeof chunk / 2 + 1);
        serial_board_status(&rig.board, rig.now_ms);
    }
}

/* ---- how it does ---- */

static void ten_readings_a_second_are_too_slow(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "\n");
    steady(&rig, "F 1\n", 100, 800);
    assert_status(&rig, "");
    steady(&rig, "F 1\n", 100, 100);
    assert_status_has(&rig, "10 readings a second: too slow for the ceiling");
    steady(&rig, "F 1\n", 91, 4000); /* about the same: the figure rests */
    assert_status_has(&rig, "10 readings a second: too slow");
    steady(&rig, "F 1\n", 12, 5000);
    assert_status(&rig, "");
}

/* It must last, or a board that only begins haltingly would be told of. */
static void fifteen_readings_a_second_are_too_slow_when_they_stay_so(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "\n");
    steady(&rig, "F 1\n", 66, 2700);
    assert_status(&rig, "");
    steady(&rig, "F 1\n", 66, 400);
    assert_status_has(&rig, "15 readings a second: too slow");
}

static void twenty_readings_a_second_are_enough(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    steady(&rig, "F 1\n", 52, 20000);
    assert_status(&rig, "");
    steady(&rig, "F 1\n", 1500, 30000);
    assert_status_has(&rig, "less than 2 readings a second: too slow");
}

static void silence_is_told_after_three_seconds(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    rig.now_ms += 2999;
    assert_status(&rig, "");
    rig.now_ms += 1;
    assert_status_has(&rig, "the board sends nothing");
    say(&rig, "\nF 1\n");
    assert_status(&rig, "");
    assert_true(serial_board_gives(&rig.board, rig.now_ms));
    rig.now_ms += 3000;
    assert_status_has(&rig, "the board has gone silent");
    assert_false(serial_board_gives(&rig.board, rig.now_ms));
}

static void text_instead_of_readings_is_shown(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "half\nWeight 9\x1b\n\tWeight: 12.6 g\nWeight: 12.7 g\nWeight: 12.8 g\n");
    rig.now_ms += 3000;
    assert_status(&rig, "the board sends text that is no reading: \" Weight: 12.6 g\"");
    say(&rig, "Weight: 13 g\n");
    rig.now_ms += 500;
    assert_status_has(&rig, "12.6"); /* it rests, so that it can be read */
    rig.now_ms += 9500;
    assert_status_has(&rig, "13 g");
}

static void the_boards_own_words_are_shown(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    say(&rig, "\nhello\n# no HX711 answers: look at its wires\n");
    rig.now_ms += 3000;
    assert_status(&rig, "the board says: \"no HX711 answers: look at its wires\"");
}

static void noise_speaks_of_the_baud_rate(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, "{\"baud\":\"9600\"}");
    for (int i = 0; i < 50; i++)
        say(&rig, "\xe0\x1c\xff\x80 F\n");
    rig.now_ms += 3000;
    assert_status_has(&rig, "is its baud rate 9600, as here?");
    rig.now_ms += 10000;
    say(&rig, "\xe0\x1c\xff\x80\x80\x80");
    assert_status_has(&rig, "is its baud rate 9600, as here?");
}

static void lines_without_an_end_are_told(void **state)
{
    static struct rig rig;
    (void)state;
    begin(&rig, defaults);
    for (int i = 0; i < 50; i++)
        say(&rig, "12.5 ");
    rig.now_ms += 3000;
    assert_status_has(&rig, "Serial.println");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_what_they_look_like),
        cmocka_unit_test(a_pattern_takes_the_number_from_the_line),
        cmocka_unit_test(with_a_pattern_nothing_else_is_a_reading),
        cmocka_unit_test(settings_that_are_wrong_are_named),
        cmocka_unit_test(units_become_newtons),
        cmocka_unit_test(the_half_line_at_the_start_is_no_reading),
        cmocka_unit_test(what_a_board_writes_while_it_starts_is_no_reading),
        cmocka_unit_test(bare_numbers_count_from_the_third_in_a_row),
        cmocka_unit_test(a_board_that_writes_readings_writes_no_bare_ones),
        cmocka_unit_test(a_line_that_is_too_long_is_no_reading),
        cmocka_unit_test(it_does_not_matter_how_the_bytes_are_cut),
        cmocka_unit_test(strange_bytes_are_never_more_than_room_for_readings),
        cmocka_unit_test(ten_readings_a_second_are_too_slow),
        cmocka_unit_test(fifteen_readings_a_second_are_too_slow_when_they_stay_so),
        cmocka_unit_test(twenty_readings_a_second_are_enough),
        cmocka_unit_test(silence_is_told_after_three_seconds),
        cmocka_unit_test(text_instead_of_readings_is_shown),
        cmocka_unit_test(the_boards_own_words_are_shown),
        cmocka_unit_test(noise_speaks_of_the_baud_rate),
        cmocka_unit_test(lines_without_an_end_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
