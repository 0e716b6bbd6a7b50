/* The engine's own words, as core/script hands them out. */
#include "core/script/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int open_english(void **state)
{
    struct tp_err err;
    return tp_phrases_open((struct tp_phrases **)state, "en", &err);
}

static int close_english(void **state)
{
    tp_phrases_close(*state);
    return 0;
}

/* Every key that the engine asks for has words. */
static void every_key_has_words(void **state)
{
    static const char *const keys[] = {"paused",
                                       "paused_let_go",
                                       "let_go",
                                       "going_on",
                                       "stopping",
                                       "gate",
                                       "sound_back",
                                       "side_left",
                                       "side_right",
                                       "side_both",
                                       "offer",
                                       "sound_back_again",
                                       "warm_up_1",
                                       "sound_back_paused",
                                       "warm_up_2",
                                       "fewer",
                                       "more",
                                       "number_0",
                                       "number_10",
                                       "number_20",
                                       "lighter",
                                       "firmer",
                                       "sound_back_waiting"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_string_not_equal(tp_phrases_get(*state, keys[i], 0), "");
    assert_string_equal(tp_phrases_get(*state, "number_0", 0), "zero");
    assert_string_equal(tp_phrases_get(*state, "number_20", 0), "twenty");
    assert_string_equal(tp_phrases_get(*state, "side_left", 3), "Left side.");
    assert_string_equal(tp_phrases_get(*state, "no such key", 0), "");
}

static void let_go_has_one_form_and_others_several(void **state)
{
    for (unsigned pick = 0; pick < 5; pick++)
        assert_string_equal(tp_phrases_get(*state, "let_go", pick), "Let go.");
    const char *first = tp_phrases_get(*state, "going_on", 0);
    assert_string_equal(first, "Going on.");
    assert_string_not_equal(tp_phrases_get(*state, "going_on", 1), first);
    assert_string_equal(tp_phrases_get(*state, "going_on", 3), first);
}

static void all_can_be_made_ahead(void **state)
{
    size_t count = tp_phrases_count(*state), found = 0;
    for (size_t i = 0; i < count; i++)
        found += strcmp(tp_phrases_at(*state, i), "We go on.") == 0 ||
                 strcmp(tp_phrases_at(*state, i), "Let go.") == 0;
    assert_int_equal(found, 2);
}

static void a_language_without_words_is_said(void **state)
{
    struct tp_phrases *phrases;
    struct tp_err err;
    (void)state;
    assert_int_equal(tp_phrases_open(&phrases, "de", &err), -TP_ENOENT);
    assert_null(phrases);
    assert_string_equal(err.text, "there are no phrases in the language de");
    tp_phrases_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_key_has_words, open_english, close_english),
        cmocka_unit_test_setup_teardown(let_go_has_one_form_and_others_several, open_english,
                                        close_english),
        cmocka_unit_test_setup_teardown(all_can_be_made_ahead, open_english, close_english),
        cmocka_unit_test(a_language_without_words_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
