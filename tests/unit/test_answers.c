/* Answers given ahead: who gets which, what is said of those that nobody gets, and texts that are
 * none. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/engine/answers.h"

#include <string.h>

static const struct tp_question sore = {.kind = TP_ASK_NUMBER, .text = "How sore?", .max = 10};
static const struct tp_question more = {.kind = TP_ASK_YES_NO, .text = "More?\n Or  not?"};
static const struct tp_question place = {.kind = TP_ASK_CHOICE,
                                         .text = "Where?",
                                         .choices = {"neck", "back = spine", "3"},
                                         .choice_count = 3};
static const struct tp_question ready = {.kind = TP_ASK_READY, .text = "How sore?"};

static struct tp_answers *read_text(const char *text)
{
    struct tp_answers *answers = NULL;
    struct tp_err err;
    if (tp_answers_read(&answers, "a.txt", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    tp_answers_begin(answers);
    return answers;
}

/* The answer to a question; of a text no more than it holds. */
static struct tp_value given(struct tp_answers *answers, const struct tp_question *question)
{
    struct tp_value value = tp_value_text("none");
    tp_answers_give(answers, question, &value);
    return value;
}

#define assert_given(answers, question, value)                                                     \
    assert_true(tp_value_equal(given(answers, question), value))

static void a_question_is_named_by_its_words_or_its_number(void **state)
{
    struct tp_answers *answers = read_text("# remark\n\n  How \t sore? =  7 \r\n2 = YES\n"
                                           "Where?=back = spine\n");
    struct tp_err err;
    (void)state;
    assert_given(answers, &sore, tp_value_number(7));
    assert_given(answers, &more, tp_value_bool(true));
    assert_given(answers, &ready, tp_value_text("none")); /* and does not count */
    assert_int_equal(tp_answers_check(answers, &err), -TP_EUSAGE);
    assert_string_equal(err.text, "a.txt:5: there is no question \"Where?=back\"");
    tp_answers_close(answers);
    answers = read_text("More? Or not? = no\nWhere? = neck\n");
    assert_given(answers, &sore, tp_value_text("none"));
    assert_given(answers, &more, tp_value_bool(false));
    assert_given(answers, &place, tp_value_text("neck"));
    assert_int_equal(tp_answers_check(answers, &err), 0);
    tp_answers_close(answers);
}

static void a_question_asked_again_gets_the_next_line_then_the_last(void **state)
{
    struct tp_answers *answers = read_text("How sore? = 6\nHow sore? =\nHow sore? = 2.5");
    struct tp_err err;
    (void)state;
    for (int run = 0; run < 2; run++) {
        tp_answers_begin(answers);
        assert_given(answers, &sore, tp_value_number(6));
        assert_given(answers, &sore, tp_value_nil()); /* silence */
        assert_int_equal(tp_answers_check(answers, &err), -TP_EUSAGE);
        assert_string_equal(err.text,
                            "a.txt:3: \"How sore?\" is asked fewer times than it is answered");
        assert_given(answers, &sore, tp_value_number(2.5));
        assert_given(answers, &sore, tp_value_number(2.5));
        assert_int_equal(tp_answers_check(answers, &err), 0);
    }
    tp_answers_close(answers);
}

static void a_choice_is_made_by_its_words_or_its_number(void **state)
{
    static const struct {
        const char *line, *choice;
    } rows[] = {{"1 = neck", "neck"}, {"1 = 2", "back = spine"}, {"1 = 3", "3"}, {"1 = 1", "neck"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tp_answers *answers = read_text(rows[i].line);
        assert_given(answers, &place, tp_value_text(rows[i].choice));
        tp_answers_close(answers);
    }
}

static void what_does_not_fit_is_told_with_what_is_allowed(void **state)
{
    static const struct {
        const char *text;
        const struct tp_question *question;
        const char *line;
    } rows[] = {
        {"1 = twelve", &sore, "a.txt:1: \"How sore?\" takes 0–10, got \"twelve\""},
        {"1 = 10.5", &sore, "a.txt:1: \"How sore?\" takes 0–10, got \"10.5\""},
        {"1 = nan", &sore, "a.txt:1: \"How sore?\" takes 0–10, got \"nan\""},
        {"1 = 1e1", &sore, "a.txt:1: \"How sore?\" takes 0–10, got \"1e1\""},
        {"1 = 4", &more, "a.txt:1: \"More?\\x0A Or  not?\" takes yes or no, got \"4\""},
        {"1 = nekc", &place, "a.txt:1: \"Where?\" takes neck, back = spine, 3, got \"nekc\""},
        {"1 = 4", &place, "a.txt:1: \"Where?\" takes neck, back = spine, 3, got \"4\""},
        {"3 = 4", &sore, "a.txt:1: there is no question 3; the routine puts 1"},
        {"How soar? = 4", &sore,
         "a.txt:1: there is no question \"How soar?\"; did you mean \"How sore?\"?"},
        {"How sore? = 1\nHow sore? = 2", &sore, "a.txt:2: \"How sore?\" is asked only once"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tp_answers *answers = read_text(rows[i].text);
        struct tp_err err = {0};
        given(answers, rows[i].question);
        assert_int_equal(tp_answers_check(answers, &err), -TP_EUSAGE);
        assert_string_equal(err.text, rows[i].line);
        tp_answers_close(answers);
    }
}

static void no_such_text(const char *bytes, size_t length, const char *line)
{
    struct tp_answers *answers;
    struct tp_err err = {0};
    assert_int_equal(tp_answers_read(&answers, "a.txt", bytes, length, &err), -TP_EUSAGE);
    assert_null(answers);
    assert_string_equal(err.text, line);
}

static void what_is_no_text_of_answers_is_one_clear_line(void **state)
{
    static char large[TP_ANSWERS_BYTES + 1];
    struct tp_buf many = {0};
    (void)state;
    no_such_text("a\n", 2, "a.txt:1: an answer is written QUESTION = ANSWER, got \"a\"");
    no_such_text("\n = 4", 5, "a.txt:2: a question stands before the =, got \"= 4\"");
    no_such_text("a = \0", 5, "a.txt:1: the line must be text in UTF-8, got \"a = \\x00\"");
    no_such_text("a = \xff", 5, "a.txt:1: the line must be text in UTF-8, got \"a = \\xFF\"");
    no_such_text("a = \x1b[2J", 8, "a.txt:1: the line must be text in UTF-8, got \"a = \\x1B[2J\"");
    no_such_text("1 = a\n01 = b", 12, "a.txt:2: each number has one answer, got \"01\"");
    no_such_text(large, sizeof large, "a.txt: is longer than 64 KiB");
    for (int i = 0; i < 1001; i++)
        tp_buf_puts(&many, "a = b\n");
    no_such_text(many.data, many.length, "a.txt:1001: there are more than 1000 answers");
    tp_buf_finish(&many);
}

static void any_bytes_do_no_harm(void **state)
{
    static const char text[] =
        "\xEF\xBB\xBFHow sore? = 7\n2 = yes\r\nWhere?=back = spine\n# x\n = \n";
    uint32_t random = 1;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char bytes[sizeof text];
        struct tp_answers *answers = NULL;
        memcpy(bytes, text, sizeof text);
        for (int i = 0; i < 3; i++) {
            random = random * 1664525 + 1013904223;
            bytes[(random >> 8) % sizeof text] = (char)(random >> 24);
        }
        if (tp_answers_read(&answers, "a.txt", bytes, (random >> 4) % sizeof text, NULL) == 0) {
            given(answers, &sore);
            given(answers, &more);
            given(answers, &place);
            tp_answers_check(answers, NULL);
        }
        tp_answers_close(answers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_is_named_by_its_words_or_its_number),
        cmocka_unit_test(a_question_asked_again_gets_the_next_line_then_the_last),
        cmocka_unit_test(a_choice_is_made_by_its_words_or_its_number),
        cmocka_unit_test(what_does_not_fit_is_told_with_what_is_allowed),
        cmocka_unit_test(what_is_no_text_of_answers_is_one_clear_line),
        cmocka_unit_test(any_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
