/* What is handed to the synthesiser for what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice_text.h"
#include "core/base/err.h"

#include <stdlib.h>
#include <string.h>

struct example {
    const char *written, *spoken;
};

static void check_examples(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct tp_buf out = {0};
        assert_int_equal(tp_voice_text_spoken(&out, examples[i].written), 0);
        assert_string_equal(out.data ? out.data : "", examples[i].spoken);
        tp_buf_finish(&out);
    }
}
#define CHECK(examples) check_examples(examples, sizeof(examples) / sizeof *(examples))

static void test_each_sentence_is_a_line_of_lower_case_words(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"Let go.", "let go.\n"},
        {"Sit tall. Let your shoulders drop.", "sit tall.\nlet your shoulders drop.\n"},
        {"Dizzy: let go. And wait!", "dizzy: let go.\nand wait!\n"},
        {"  Sit\n\ttall  ", "sit tall\n"},
        {"How sore is it, zero to ten?", "how sore is it, zero to ten?\n"},
        {"LET GO NOW", "let go now\n"},
    };
    CHECK(examples);
}

static void test_marks_between_words_become_one_mark(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"Stop!!! Now?!", "stop!\nnow!\n"},
        {"Breathe in… and out.", "breathe in, and out.\n"},
        {"Breathe in... Now out.", "breathe in.\nnow out.\n"},
        {"the rib (left side) – slowly", "the rib, left side, slowly\n"},
        {"in—out", "in, out\n"},
        {"\"Close\" ‘it’", "cloze it\n"},
        {"warm-up and/or upper_trap", "warm up and or upper trap\n"},
        {"wait,,, ; : go", "wait: go\n"},
    };
    CHECK(examples);
}

static void test_a_stop_ends_a_sentence_only_before_a_new_one(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"Dr. Smith and Mrs. Jones", "doctor smith and missus jones\n"},
        {"approx. 3 times, e.g. slowly", "approximately 3 times, for example slowly\n"},
        {"Hold for 30 s. Then rest.", "hold for 30 seconds.\nthen rest.\n"},
        {"5 cm. below", "5 centimeters below\n"},
        {"that is all. so be it", "that is all, so be it\n"},
        {"at 8 a.m. slowly", "at 8 a.m, slowly\n"},
    };
    CHECK(examples);
}

static void test_numbers_and_units_are_said_as_people_say_them(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"1.5kg, 1 cm, 5N", "1.5 kilograms, 1 centimeter, 5 newtons\n"},
        {"3x10", "3 times 10\n"},
        {"20–30 s", "20-30 seconds\n"},
        {"-5 or .5 or 1½", "minus 5 or point 5 or 1 and a half\n"},
        {"45° and 10%", "45 degrees and 10 percent\n"},
        {"1,000 is 1,00", "1,000 is 1, 00\n"},
        {"at 3:30, 1/2", "at 3:30, 1/2\n"},
        {"the 2nd, the 22nd", "the 2nd, the 22nd\n"},
        {"the s in cm", "the s in cm\n"},
        {"1234567890123", "1 2 3 4 5 6 7 8 9 0 1 2 3\n"},
    };
    CHECK(examples);
}

static void test_other_alphabets_become_plain_letters_or_gaps(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"café naïve Ærø straße Łódź", "cafe naive aero strasse lodz\n"},
        {"cafe\xcc\x81", "cafe\n"},
        {"it’s kept", "it's kept\n"},
        {"smile 😀 now", "smile now\n"},
        {"日本語", ""},
        {"a\xff\xfe"
         "b\xe2\x80",
         "a b\n"},
        {"a\x1b[31mb\x01", "a 31 mb\n"},
    };
    CHECK(examples);
}

static void test_nothing_to_say_is_nothing(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"", ""}, {"…", ""}, {"***", ""}, {" \t\n", ""}, {"--- '' ()", ""},
    };
    CHECK(examples);
}

static void test_a_sentence_over_the_limit_is_refused(void **state)
{
    (void)state;
    char text[TP_VOICE_TEXT_MAX + 2];
    struct tp_buf out = {0};
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(tp_voice_text_spoken(&out, text), -TP_EVOICE);
    assert_int_equal(out.length, 0);
    text[TP_VOICE_TEXT_MAX] = '\0';
    assert_int_equal(tp_voice_text_spoken(&out, text), 0);
    tp_buf_finish(&out);
}

static void test_what_would_take_minutes_to_say_is_refused(void **state)
{
    (void)state;
    char text[TP_VOICE_TEXT_MAX + 1];
    struct tp_buf out = {0};
    memset(text, '%', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(tp_voice_text_spoken(&out, text), -TP_EVOICE);
    memset(text, '7', sizeof text - 1);
    assert_int_equal(tp_voice_text_spoken(&out, text), -TP_EVOICE);
    tp_buf_finish(&out);
}

static void test_the_end_of_a_piece_tells_a_sentence_from_a_cut(void **state)
{
    (void)state;
    assert_true(tp_voice_text_ends_sentence("let go.", 7));
    assert_true(tp_voice_text_ends_sentence("now?", 4));
    assert_false(tp_voice_text_ends_sentence("let go,", 7));
    assert_false(tp_voice_text_ends_sentence("", 0));
}

/* The promises that keep flite safe, for one spoken text. */
static void check_promises(const char *spoken)
{
    size_t piece = 0, word = 0, marks = 0;
    for (const char *at = spoken; *at; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        assert_true(letter || strchr(" \n.,:;!?'/-", *at));
        piece = *at == '\n' ? 0 : piece + 1;
        word = *at == '\n' || *at == ' ' ? 0 : word + 1;
        marks = letter || *at == ' ' || *at == '\n' ? 0 : marks + 1;
        assert_true(piece <= 2 * TP_VOICE_PIECE_MAX);
        assert_true(word <= 48);
        assert_true(marks <= 1);
    }
    if (*spoken)
        assert_int_equal(spoken[strlen(spoken) - 1], '\n');
}

static void check_random(unsigned *seed, const char *alphabet, size_t letters)
{
    char text[TP_VOICE_TEXT_MAX + 1];
    size_t length = (size_t)rand_r(seed) % TP_VOICE_TEXT_MAX;
    for (size_t i = 0; i < length; i++)
        text[i] = alphabet[(size_t)rand_r(seed) % letters];
    text[length] = '\0';
    struct tp_buf out = {0};
    int result = tp_voice_text_spoken(&out, text);
    assert_true(result == 0 || result == -TP_EVOICE);
    check_promises(out.data ? out.data : "");
    tp_buf_finish(&out);
}

static void test_any_bytes_keep_the_promises(void **state)
{
    (void)state;
    static const char *const alphabets[] = {
        "ab \n.,",
        "01.,:/-",
        "a0.'",
        "1,000",
        "-5.",
        "a.b.",
        "'’“”",
        "!?.…",
        "abcdefghijklmnopqrstuvwxyz ABC 0123456789 .,;:!?'\"()-/%&+=<>$#@",
        "\x01\x1b\xff\xc3\xa9\xe2\x80\x99\xf0\x9f\x98\x80 a1",
    };
    unsigned seed = 1;
    for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++)
        for (int round = 0; round < 200; round++)
            check_random(&seed, alphabets[i], strlen(alphabets[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_sentence_is_a_line_of_lower_case_words),
        cmocka_unit_test(test_marks_between_words_become_one_mark),
        cmocka_unit_test(test_a_stop_ends_a_sentence_only_before_a_new_one),
        cmocka_unit_test(test_numbers_and_units_are_said_as_people_say_them),
        cmocka_unit_test(test_other_alphabets_become_plain_letters_or_gaps),
        cmocka_unit_test(test_nothing_to_say_is_nothing),
        cmocka_unit_test(test_a_sentence_over_the_limit_is_refused),
        cmocka_unit_test(test_what_would_take_minutes_to_say_is_refused),
        cmocka_unit_test(test_the_end_of_a_piece_tells_a_sentence_from_a_cut),
        cmocka_unit_test(test_any_bytes_keep_the_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
