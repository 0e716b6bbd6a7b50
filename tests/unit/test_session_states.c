/* Commands at the moments that are easily forgotten: the way back, a rest, a reminder, after a
 * seek.
 */
#include "tests/unit/session_rig.h"

static const char holds[] = "routine { title = 'Test' }\n"
                            "hold { 'roll', side = 'left', reps = 2 }\n"
                            "wait(5)\n";

/* Runs until a step of this kind runs, and `ms` on. */
static void run_into(struct rig *rig, const char *kind, int64_t ms)
{
    do
        rig_run(rig, rig->now + TP_MS(100));
    while (strcmp(rig_look(rig).run.info->kind, kind) != 0);
    rig_run(rig, rig->now + TP_MS(ms));
}

static void what_was_asked_for_in_a_hold_holds_in_its_rest(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, holds);
    run_into(&rig, "hold", 8000);
    assert_int_equal(rig_do(&rig, TP_COMMAND_SOFTER), 0);
    run_into(&rig, "rest", 1000);
    assert_true(rig_look(&rig).run.pressure == 3);
    assert_int_equal(rig_do(&rig, TP_COMMAND_FIRMER), 0);
    rig_run(&rig, rig.now + TP_MS(6000)); /* what the sounds meant is said first */
    assert_non_null(strstr(rig.sounds.data, "now A little firmer: four.\n"));
    rig_close(&rig);
}

static void softer_stays_when_the_hold_is_repeated_or_gone_back_to(void **unused)
{
    static const enum tp_command_kind seeks[] = {TP_COMMAND_REPEAT, TP_COMMAND_BACK,
                                                 TP_COMMAND_BACK};
    struct rig rig;
    (void)unused;
    rig_open(&rig, holds);
    run_into(&rig, "hold", 8000);
    assert_int_equal(rig_do(&rig, TP_COMMAND_SOFTER), 0);
    assert_int_equal(rig_do(&rig, TP_COMMAND_SOFTER), 0);
    for (size_t i = 0; i < sizeof seeks / sizeof *seeks; i++) {
        assert_int_equal(rig_do(&rig, seeks[i]), 0);
        run_into(&rig, "hold", 0);
        assert_true(rig_look(&rig).run.pressure == 2);
        run_into(&rig, "hold", 8000);
    }
    assert_non_null(strstr(rig.sounds.data, "to two out of ten"));
    rig_close(&rig);
}

static void the_level_of_words_is_known_and_never_promised_beyond_all_or_nothing(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, holds);
    assert_int_equal(rig_look(&rig).run.words, -1);
    run_into(&rig, "locate", 100);
    assert_int_equal(rig_look(&rig).run.words, 3);
    assert_int_equal(rig_command(&rig, TP_COMMAND_WORDS, tp_value_number(1)), -TP_EINVAL);
    for (int level = 2; level >= 0; level--) {
        assert_int_equal(rig_command(&rig, TP_COMMAND_WORDS, tp_value_number(-1)), 0);
        assert_int_equal(rig_look(&rig).run.words, level);
    }
    assert_int_equal(rig_command(&rig, TP_COMMAND_WORDS, tp_value_number(-1)), -TP_EINVAL);
    assert_int_equal(rig_command(&rig, TP_COMMAND_WORDS, tp_value_text("normal")), 0);
    assert_int_equal(rig_do(&rig, TP_COMMAND_REPEAT), 0); /* kept, wherever it goes */
    assert_int_equal(rig_look(&rig).run.words, 2);
    rig_close(&rig);
}

static void a_hold_is_left_with_its_word_while_time_stands(void **unused)
{
    static const enum tp_command_kind ways[] = {TP_COMMAND_NEXT, TP_COMMAND_BACK,
                                                TP_COMMAND_REPEAT};
    (void)unused;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct rig rig;
        rig_open(&rig, holds);
        run_into(&rig, "hold", 9000); /* nothing is said */
        rig.keep_now = true;
        assert_int_equal(rig_do(&rig, ways[i]), 0);
        assert_true(rig.standing);
        rig.keep_now = false;
        rig_turn(&rig);
        assert_non_null(strstr(rig.sounds.data, "now ack\nnow Let go.\n"));
        assert_false(rig.standing);
        rig_run(&rig, TP_DAY);
        assert_string_equal(rig_look(&rig).run.outcome, "finished");
        rig_close(&rig);
    }
}

static void a_paused_hold_is_left_at_once(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, holds);
    run_into(&rig, "hold", 8000);
    assert_int_equal(rig_do(&rig, TP_COMMAND_PAUSE), 0);
    rig.keep_now = true;
    assert_int_equal(rig_do(&rig, TP_COMMAND_NEXT), 0);
    assert_false(rig.standing);
    assert_null(strstr(rig.sounds.data, "now Let go.\n"));
    rig_close(&rig);
}

static void softer_on_the_way_back_leaves_its_ramp(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, holds);
    run_into(&rig, "hold", 8000);
    rig.keep_now = true;
    assert_int_equal(rig_do(&rig, TP_COMMAND_PAUSE), 0);
    assert_int_equal(rig_do(&rig, TP_COMMAND_SOFTER), 0);
    assert_int_equal(rig_do(&rig, TP_COMMAND_RESUME), 0);
    assert_int_equal(rig_do(&rig, TP_COMMAND_SOFTER), 0);
    rig.keep_now = false;
    rig_turn(&rig);
    assert_non_null(strstr(rig.sounds.data, "now press\nnow A little lighter: two.\n"));
    assert_false(rig.standing);
    rig_close(&rig);
}

static void a_reminder_that_was_left_comes_again(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, "routine { title = 'Test' }\n"
                   "every(60, function() say 'Sit tall.' end)\n"
                   "wait(150)\n"
                   "say 'The day is done.'\n");
    while (strcmp(rig_look(&rig).run.sentence, "Sit tall.") != 0)
        rig_run(&rig, rig.now + TP_MS(100));
    assert_int_equal(rig_do(&rig, TP_COMMAND_NEXT), 0);
    rig_run(&rig, TP_DAY);
    assert_non_null(strstr(rig.sounds.data, "120.000000 tone next\n120.400000 voice Sit tall.\n"));
    assert_non_null(strstr(rig.sounds.data, "voice The day is done.\n"));
    rig_close(&rig);
}

static void the_longest_sentence_is_kept_whole(void **unused)
{
    struct rig rig;
    char text[600], words[401];
    (void)unused;
    memset(words, 'a', 400);
    words[400] = '\0';
    snprintf(text, sizeof text, "routine { title = 'Test' }\nsay '%s'\n", words);
    rig_open(&rig, text);
    run_into(&rig, "say", 1000);
    assert_string_equal(rig_look(&rig).run.sentence, words);
    rig_close(&rig);
}

static void sounds_without_end_at_one_instant_are_a_mistake(void **unused)
{
    static const char *const floods[] = {
        "routine { title = 'Test' }\nwhile true do tone 'tick' end\n",
        "routine { title = 'Test' }\nwhile true do say { 'On and on.', wait = false } end\n"};
    (void)unused;
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        struct rig rig;
        rig_open(&rig, floods[i]);
        rig.now = TP_MS(5000);
        assert_true(rig_turn(&rig) < 0);
        assert_non_null(strstr(rig.err.text, "test.lua:2: "));
        rig_close(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_asked_for_in_a_hold_holds_in_its_rest),
        cmocka_unit_test(softer_stays_when_the_hold_is_repeated_or_gone_back_to),
        cmocka_unit_test(the_level_of_words_is_known_and_never_promised_beyond_all_or_nothing),
        cmocka_unit_test(a_hold_is_left_with_its_word_while_time_stands),
        cmocka_unit_test(a_paused_hold_is_left_at_once),
        cmocka_unit_test(softer_on_the_way_back_leaves_its_ramp),
        cmocka_unit_test(a_reminder_that_was_left_comes_again),
        cmocka_unit_test(the_longest_sentence_is_kept_whole),
        cmocka_unit_test(sounds_without_end_at_one_instant_are_a_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
