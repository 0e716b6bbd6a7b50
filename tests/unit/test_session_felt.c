/* What a person hears and can do in a hold that feels the pressure, and what is kept of it. */
#include "tests/unit/person_rig.h"

#define FELT "sensor = 'pressure', band = { 10, 13 }"

/* ---- words ---- */

static const char twice[] =
    "routine { title = 'Test' }\n"
    "for _ = 1, 2 do\n"
    "  hold { 'roll', side = 'left', seconds = 20, reps = 2, rest = 15, " FELT
    ", check_in = 'never' }\n"
    "end\n";

static void the_sound_is_explained_before_the_first_press_and_never_again(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person_live_until(&person, "begin", 1);
    person_live(&person, person_rig(&person)->now + TP_MS(5000));
    assert_int_equal(person_said(&person, "voice Fast sounds mean less pressure."), 1);
    assert_int_equal(person_said(&person, "voice When it stops, stay there."), 1);
    person_live_to_end(&person);
    assert_int_equal(person_actions(&person, "time"), 4);
    assert_int_equal(person_said(&person, "voice Fast sounds mean less pressure."), 1);
    assert_int_equal(person_said(&person, "out of ten"),
                     0); /* the sound says how hard, not a number */
    person_close(&person);
}

static void who_knows_the_sound_hears_no_explanation(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person.known = 3;
    person_live_to_end(&person);
    assert_int_equal(person_said(&person, "voice Fast sounds"), 0);
    assert_int_equal(person_said(&person, "voice Press slowly, and follow the sound."), 1);
    person_close(&person);
}

static void a_press_that_needs_no_word_is_praised_once(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person_live_to_end(&person);
    assert_int_equal(person_said(&person, "voice Good."), 1);
    person_close(&person);
}

static void who_knows_it_all_hears_little(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person.known = 9;
    person_live_to_end(&person);
    assert_int_equal(person_said(&person, "voice Good."), 0);
    assert_int_equal(person_said(&person, "voice Press"), 0);
    assert_int_equal(person_said(&person, "tone press"), 4); /* which says when */
    assert_int_equal(person_said(&person, "voice Let go."), 4);
    person_close(&person);
}

/* An open band has no right pressure: the person goes by the number. */
static void where_nothing_was_found_yet_the_strength_is_said(void **unused)
{
    static const char text[] = "routine { title = 'Test' }\n"
                               "hold { 'roll', side = 'left', reps = 1, sensor = 'pressure' }\n";
    struct person person;
    (void)unused;
    person_open_steady(&person, text, 8);
    person_live_to_end(&person);
    assert_int_equal(person_said(&person, "four out of ten."), 1);
    assert_int_equal(person_said(&person, "Fast sounds"), 0);
    person_close(&person);
}

/* ---- the hand that stays ---- */

static double for_ever(const struct person *person, tp_frames since)
{
    return rig_look(&person->kept.rig).run.feels
               ? 11.5 + 0.1 * sin(tp_frames_to_seconds(since) * 60)
               : 0;
}

static void the_word_comes_again_until_the_hand_is_off_and_nothing_else(void **unused)
{
    struct person person;
    (void)unused;
    person_open(&person, twice, for_ever);
    person_live_until(&person, "time", 1);
    size_t before = person_rig(&person)->sounds.length;
    tp_frames ended = person_rig(&person)->now;
    uint32_t step = rig_look(person_rig(&person)).run.step;
    while (rig_look(person_rig(&person)).run.step == step)
        person_live(&person, person_rig(&person)->now + TP_MS(50));
    assert_in_range(person_rig(&person)->now - ended, TP_MS(15000), TP_MS(22500));
    struct tp_buf *sounds = &person_rig(&person)->sounds;
    size_t words = 0, others = 0;
    for (const char *at = sounds->data + before; (at = strstr(at, "voice ")); at++)
        strncmp(at, "voice Let go.", 13) == 0 ? words++ : others++;
    assert_int_equal(words, 4);
    assert_true(others <= 2); /* of the rest that has begun */
    person_close(&person);
}

/* ---- the question ---- */

static size_t questions(const struct person *person)
{
    return person_said(person, "voice How much did that hurt?");
}

static const char thrice[] =
    "routine { title = 'Test' }\n"
    "for _ = 1, 2 do\n"
    "  local h = hold { 'roll', side = 'left', seconds = 10, reps = 3, rest = 20, " FELT " }\n"
    "  note { discomfort = h.discomfort or -1 }\n"
    "end\n";

static size_t asked(double nrs, double known)
{
    struct person person;
    person_open_steady(&person, thrice, 11.5);
    person.known = known;
    person_tell(&person, TP_MS(900000), nrs);
    assert_true(person_over(&person));
    size_t count = questions(&person);
    person_close(&person);
    return count;
}

static void how_sore_it_was_is_asked_once_a_place_and_again_while_it_is_much(void **unused)
{
    (void)unused;
    assert_int_equal(asked(4, 0), 2);
    assert_int_equal(asked(6, 0), 4);
    assert_int_equal(asked(4, 9), 0); /* few words */
    assert_int_equal(asked(8, 0), 2); /* and no more of it */
}

static void who_does_not_answer_is_not_asked_again(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, thrice, 11.5);
    person_live_to_end(&person);
    assert_int_equal(questions(&person), 1);
    person_close(&person);
    person_open_steady(&person, thrice, 11.5);
    person.unanswered = true;
    person_live_to_end(&person);
    assert_int_equal(questions(&person), 0);
    person_close(&person);
}

/* The seconds from one "Let go." to the next press, the question in between answered or not. */
static double rest_seconds(bool answers)
{
    struct person person;
    person_open_steady(&person, thrice, 11.5);
    person_live_until_kept(&person, 1);
    tp_frames from = person_rig(&person)->now;
    while (!rig_look(person_rig(&person)).run.feels) {
        if (answers)
            person_tell(&person, person_rig(&person)->now + TP_MS(100), 4);
        else
            person_live(&person, person_rig(&person)->now + TP_MS(100));
    }
    double seconds = tp_frames_to_seconds(person_rig(&person)->now - from);
    person_close(&person);
    return seconds;
}

static void a_rest_is_as_long_as_the_author_wants_with_its_question(void **unused)
{
    (void)unused;
    double answered = rest_seconds(true), silent = rest_seconds(false);
    assert_true(answered >= 20 && answered < 23);
    assert_true(silent >= 20 && silent < 32);
}

/* Eight of ten: no more of it, and the rest all the same. */
static void what_hurt_much_is_over_for_today(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, thrice, 11.5);
    person_tell(&person, TP_MS(900000), 8);
    assert_int_equal(person_actions(&person, "time"), 2); /* one of each hold */
    assert_int_equal(person_said(&person, "voice That is enough for today."), 2);
    person_close(&person);
}

/* Asked in the middle of it: what is eased needs no more, and is told so. */
static void what_has_eased_is_over_with_a_word(void **unused)
{
    static const char text[] =
        "routine { title = 'Test' }\n"
        "local h = hold { 'roll', side = 'left', seconds = 40, reps = 2, rest = 20, " FELT
        ", check_in = 'during' }\n"
        "note { outcome = h.outcome }\n";
    struct person person;
    (void)unused;
    person_open_steady(&person, text, 11.5);
    person_tell(&person, TP_MS(300000), 3);
    assert_true(person_over(&person));
    assert_int_equal(person_actions(&person, "eased"), 1);
    assert_int_equal(person_said(&person, "voice That is enough.\n"), 1);
    assert_non_null(strstr(person_rig(&person)->events.data, "\"value\":\"eased\""));
    person_close(&person);
}

/* ---- softer and firmer ---- */

/* Three seconds into the first press the person wants it softer, and gives that. */
static void open_softer(struct person *person)
{
    person_open_steady(person, twice, 11.5);
    person_live_until(person, "begin", 1);
    person_live(person, person_rig(person)->now + TP_MS(3000));
    assert_int_equal(rig_do(person_rig(person), TP_COMMAND_SOFTER), 0);
    person_live(person, person_rig(person)->now + TP_MS(500));
    person->newtons = 10;
    person_live_until_kept(person, 1);
}

static void a_step_softer_lowers_the_band_at_once_and_for_what_comes(void **unused)
{
    struct person person;
    (void)unused;
    open_softer(&person);
    assert_int_equal(person_actions(&person, "lowered"), 1);
    assert_int_equal(person_said(&person, "bit lighter"), 0); /* the key's own answer tells it */
    assert_non_null(strstr(person.felt.data, "band_lo=8.8 band_hi=11.4"));
    person_live_until_kept(&person, 2);
    assert_int_equal(person_said(&person, "bit lighter this time"), 1);
    assert_null(strstr(person.felt.data, "band_lo=10.0"));
    person_close(&person);
}

static void firmer_takes_it_back_and_never_goes_over_what_the_author_wants(void **unused)
{
    struct person person;
    (void)unused;
    open_softer(&person);
    person_live(&person, person_rig(&person)->now + TP_MS(1000));
    for (int i = 0; i < 2; i++) /* the second is firmer than the author wants */
        assert_int_equal(rig_do(person_rig(&person), TP_COMMAND_FIRMER), 0);
    person.newtons = 11.5;
    person_live_until_kept(&person, 2);
    assert_int_equal(person_said(&person, "bit lighter this time"), 0);
    assert_non_null(strstr(person.felt.data, "band_lo=10.0 band_hi=13.0"));
    person_close(&person);
}

/* ---- away and back ---- */

static void after_a_short_pause_the_seconds_go_on(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person_live_until(&person, "begin", 1);
    person_live(&person, person_rig(&person)->now + TP_MS(8000));
    uint32_t step = rig_look(person_rig(&person)).run.step;
    assert_int_equal(rig_do(person_rig(&person), TP_COMMAND_PAUSE), 0);
    person_rig(&person)->clock_ms += 20000;
    rig_turn(person_rig(&person));
    assert_int_equal(rig_do(person_rig(&person), TP_COMMAND_RESUME), 0);
    for (int i = 0; i < 10; i++)
        rig_turn(person_rig(&person));
    person_live_until(&person, "time", 1);
    assert_int_equal(rig_look(person_rig(&person)).run.step, step);
    assert_int_equal(person_actions(&person, "more") + person_actions(&person, "less"), 0);
    person_live_until_kept(&person, 1);
    assert_non_null(strstr(person.felt.data, "in_band_s=20.0"));
    person_close(&person);
}

static void after_a_longer_one_the_repetition_begins_anew(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person_live_until(&person, "begin", 1);
    person_live(&person, person_rig(&person)->now + TP_MS(8000));
    assert_int_equal(rig_do(person_rig(&person), TP_COMMAND_PAUSE), 0);
    person_rig(&person)->clock_ms += 60000;
    rig_turn(person_rig(&person));
    assert_int_equal(rig_do(person_rig(&person), TP_COMMAND_RESUME), 0);
    for (int i = 0; i < 10; i++)
        rig_turn(person_rig(&person));
    person_live_until(&person, "begin", 2);
    person_live_until_kept(&person, 2);
    assert_non_null(strstr(person.felt.data, "end_reason=user_stop")); /* what was before it */
    assert_non_null(strstr(person.felt.data, "end_reason=time"));
    person_close(&person);
}

static void repeat_and_next_lead_out_of_every_part_of_it(void **unused)
{
    static const char *const parts[] = {NULL, "begin", "time"};
    for (size_t i = 0; i < 3; i++)
        for (int again = 0; again < 2; again++) {
            struct person person;
            (void)unused;
            person_open(&person, twice, for_ever);
            while (!rig_look(person_rig(&person)).run.feels)
                person_live(&person, person_rig(&person)->now + TP_MS(100));
            if (parts[i])
                person_live_until(&person, parts[i], 1);
            uint32_t step = rig_look(person_rig(&person)).run.step;
            assert_int_equal(
                rig_do(person_rig(&person), again ? TP_COMMAND_REPEAT : TP_COMMAND_NEXT), 0);
            for (int turn = 0; turn < 10; turn++)
                rig_turn(person_rig(&person));
            assert_int_equal(rig_look(person_rig(&person)).run.step, again ? step : step + 1);
            assert_true(person_said(&person, "Let go.") > 0);
            person.force = person_steady;
            person.newtons = 11.5;
            person_live_to_end(&person);
            person_close(&person);
        }
}

static void a_session_that_was_cut_off_in_it_goes_on_with_its_seconds(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person_live_until(&person, "begin", 1);
    person_live(&person, person_rig(&person)->now + TP_MS(8000));
    uint32_t step = rig_look(person_rig(&person)).run.step;
    person_die(&person, twice, 20000);
    for (int i = 0; i < 10; i++)
        rig_turn(person_rig(&person));
    assert_int_equal(rig_look(person_rig(&person)).run.step, step);
    assert_true(person.kept.pressed_seconds > 6 && person.kept.pressed_seconds < 10);
    tp_frames from = person_rig(&person)->now;
    person_live_until(&person, "time", 1);
    assert_true(person_rig(&person)->now - from < TP_MS(22000));
    person_live_to_end(&person);
    kept_assert_same(&person.kept);
    person_close(&person);
}

/* ---- what is kept ---- */

static double figure(const struct person *person, const char *name)
{
    const char *at = strstr(person->felt.data, name);
    assert_non_null(at);
    return strtod(at + strlen(name), NULL);
}

/* All weight counts to the dose, though nothing of it was right. */
static void who_presses_beside_the_band_has_pressed(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 14.6);
    person_live_until_kept(&person, 1);
    assert_int_equal(person_actions(&person, "begin"), 0);
    double loaded = figure(&person, " loaded_s=");
    assert_true(loaded > 25);
    assert_true(fabs(person.kept.pressed_seconds - loaded) < 0.1);
    person_close(&person);
}

static void what_is_pressed_is_entered_once(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person_live_until_kept(&person, 1);
    assert_int_equal(person.kept.entries, 2);
    assert_true(fabs(person.kept.pressed_seconds - figure(&person, " loaded_s=")) < 0.1);
    person_close(&person);
}

/* ---- the sensor ---- */

static void a_sensor_that_is_back_is_told_in_the_next_rest(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, twice, 11.5);
    person_live_until(&person, "begin", 1);
    person.silent = person.missing = true;
    person_live_until(&person, "sensor_lost", 1);
    person_live(&person, person_rig(&person)->now + TP_MS(5000));
    person.silent = person.missing = false;
    person_live_to_end(&person);
    assert_int_equal(person_said(&person, "voice I can feel the sensor again."), 1);
    assert_int_equal(person_actions(&person, "time"), 3); /* all that came after it */
    person_close(&person);
}

static void a_finish_in_the_middle_lets_go(void **unused)
{
    static const char text[] = "routine { title = 'Test' }\n"
                               "hold { 'roll', side = 'left', seconds = 20, reps = 1, " FELT
                               ", during = { [10] = function() finish() end } }\n";
    struct person person;
    (void)unused;
    person_open_steady(&person, text, 11.5);
    person_live_to_end(&person);
    assert_int_equal(person_said(&person, "voice Let go."), 1);
    assert_int_equal(person_actions(&person, "released"), 1);
    person_close(&person);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sound_is_explained_before_the_first_press_and_never_again),
        cmocka_unit_test(who_knows_the_sound_hears_no_explanation),
        cmocka_unit_test(a_press_that_needs_no_word_is_praised_once),
        cmocka_unit_test(who_knows_it_all_hears_little),
        cmocka_unit_test(where_nothing_was_found_yet_the_strength_is_said),
        cmocka_unit_test(the_word_comes_again_until_the_hand_is_off_and_nothing_else),
        cmocka_unit_test(how_sore_it_was_is_asked_once_a_place_and_again_while_it_is_much),
        cmocka_unit_test(who_does_not_answer_is_not_asked_again),
        cmocka_unit_test(a_rest_is_as_long_as_the_author_wants_with_its_question),
        cmocka_unit_test(what_hurt_much_is_over_for_today),
        cmocka_unit_test(what_has_eased_is_over_with_a_word),
        cmocka_unit_test(a_step_softer_lowers_the_band_at_once_and_for_what_comes),
        cmocka_unit_test(firmer_takes_it_back_and_never_goes_over_what_the_author_wants),
        cmocka_unit_test(after_a_short_pause_the_seconds_go_on),
        cmocka_unit_test(after_a_longer_one_the_repetition_begins_anew),
        cmocka_unit_test(repeat_and_next_lead_out_of_every_part_of_it),
        cmocka_unit_test(a_session_that_was_cut_off_in_it_goes_on_with_its_seconds),
        cmocka_unit_test(who_presses_beside_the_band_has_pressed),
        cmocka_unit_test(what_is_pressed_is_entered_once),
        cmocka_unit_test(a_sensor_that_is_back_is_told_in_the_next_rest),
        cmocka_unit_test(a_finish_in_the_middle_lets_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
