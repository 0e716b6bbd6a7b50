/* The text of a session is changed while it runs, in virtual time: rehearsed, then taken over
 * unheard where all was alike so far, else from the start of the step in which the person is. */
#include "tests/unit/keeper_rig.h"

#include "core/engine/rehearse.h"

#define HEAD                                                                                       \
    "routine { title = 'Test', position = 'sitting' }\n"                                           \
    "stop_words()\n"
#define SORE "local sore = ask { 'How sore, zero to ten?', assume = 1 }\n"
#define HOLDS "for side in sides() do hold { 'roll', side = side } end\n"
#define TOLD "say('It was ' .. (sore or 'nothing') .. '.')\n"

static const char neck[] = HEAD SORE HOLDS TOLD;

static void rehearse(struct tp_rehearsal *rehearsal, struct kept *kept, const char *was,
                     const char *is)
{
    struct tp_run_config run = {.world = &rig_world,
                                .world_context = &kept->rig,
                                .name = "test.lua",
                                .text = was,
                                .length = strlen(was),
                                .seed = 7};
    *rehearsal = (struct tp_rehearsal){.was = run,
                                       .is = run,
                                       .log = tp_session_log(kept->rig.session),
                                       .step = rig_look(&kept->rig).run.step};
    rehearsal->is.text = is;
    rehearsal->is.length = strlen(is);
    if (tp_rehearse(rehearsal, &kept->rig.err) < 0)
        fail_msg("%s", kept->rig.err.text);
}

static bool is_counting(const struct rig *rig)
{
    struct tp_run_state run = rig_look(rig).run;
    return run.phase == TP_PHASE_COUNT && strcmp(run.info->kind, "hold") == 0;
}

/* Answers with `sore`, and comes some seconds into the first hold's counted part. */
static void run_into_hold(struct kept *kept, const char *text, double sore)
{
    struct rig *rig = &kept->rig;
    kept_open(kept, text);
    while (!rig_look(rig).run.question && !rig_look(rig).over)
        rig_run(rig, rig->now + TP_MS(100));
    rig_run(rig, rig->now + TP_MS(5000));
    assert_int_equal(rig_command(rig, TP_COMMAND_ANSWER, tp_value_number(sore)), 0);
    while (!is_counting(rig) && !rig_look(rig).over)
        rig_run(rig, rig->now + TP_MS(100));
    rig_run(rig, rig->now + TP_MS(5000));
    assert_true(is_counting(rig));
}

static bool heard(const struct kept *kept, const char *what)
{
    return kept->rig.sounds.data && strstr(kept->rig.sounds.data, what);
}

static int swap(struct kept *kept, const struct tp_rehearsal *r)
{
    return tp_session_swap(kept->rig.session, r->is.text, r->is.length, &r->inputs, r->place,
                           &kept->rig.err);
}

static int renew(struct kept *kept, const char *text)
{
    return tp_session_renew(kept->rig.session, text, strlen(text), &kept->rig.err);
}

static double finish(struct kept *kept)
{
    rig_run(&kept->rig, TP_DAY);
    assert_string_equal(rig_look(&kept->rig).run.outcome, "finished");
    kept_assert_same(kept);
    double seconds = kept->pressed_seconds;
    kept_close(kept);
    return seconds;
}

static void what_comes_later_is_taken_over_unheard(void **unused)
{
    static const char later[] = HEAD SORE HOLDS "say('All new: ' .. sore .. '.')\n";
    struct tp_rehearsal r;
    struct kept kept;
    (void)unused;
    run_into_hold(&kept, neck, 6);
    rehearse(&r, &kept, neck, later);
    assert_true(r.parting > kept.rig.now && r.parting < TP_NEVER);
    size_t events = kept.rig.events.length, sounds = kept.rig.sounds.length;
    tp_frames start = rig_look(&kept.rig).run.phase_start, now = kept.rig.now;
    assert_int_equal(renew(&kept, later), 0);
    rig_turn(&kept.rig);
    assert_int_equal(kept.rig.events.length, events);
    assert_int_equal(kept.rig.sounds.length, sounds);
    assert_int_equal(rig_look(&kept.rig).run.phase_start, start);
    assert_int_equal(kept.rig.now, now);
    rig_run(&kept.rig, TP_DAY);
    assert_true(heard(&kept, "voice All new: 6."));
    assert_false(heard(&kept, "seek"));
    tp_rehearsal_finish(&r);
    assert_float_equal(finish(&kept), 80, 0.1);
}

/* Whenever it was taken over, before they part, it is as if the new text had been lived. */
static void it_is_as_if_the_new_text_had_been_lived(void **unused)
{
    static const char later[] = HEAD SORE
        "for side in sides() do hold { 'roll', side = side, rest = 12 } end say 'New.' rest(9)";
    struct kept lived;
    (void)unused;
    run_into_hold(&lived, later, 6);
    rig_run(&lived.rig, TP_DAY);
    for (int ms = 10; ms < 6000; ms += 770) {
        struct kept kept;
        run_into_hold(&kept, neck, 6);
        rig_run(&kept.rig, kept.rig.now + TP_MS(ms));
        assert_true(is_counting(&kept.rig));
        assert_int_equal(renew(&kept, later), 0);
        rig_run(&kept.rig, TP_DAY);
        assert_string_equal(kept.rig.sounds.data, lived.rig.sounds.data);
        assert_string_equal(kept.rig.events.data, lived.rig.events.data);
        assert_string_equal(kept.ledger.data, lived.ledger.data);
        finish(&kept);
    }
    finish(&lived);
}

/* What a session says and does is the same whether it was renewed at each moment or never. */
static void the_same_text_can_be_taken_over_at_any_moment(void **unused)
{
    struct kept plain, kept;
    int renewed = 0;
    (void)unused;
    run_into_hold(&plain, neck, 6);
    rig_run(&plain.rig, TP_DAY);
    run_into_hold(&kept, neck, 6);
    for (int i = 0; !rig_look(&kept.rig).over; i++) {
        rig_run(&kept.rig, kept.rig.now + TP_MS(370 + i % 7 * 70));
        if (!rig_look(&kept.rig).over && !rig_look(&kept.rig).run.stands)
            renewed += renew(&kept, neck) == 0;
    }
    assert_true(renewed > 100);
    assert_string_equal(kept.rig.sounds.data, plain.rig.sounds.data);
    assert_int_equal(kept.rig.events.length, plain.rig.events.length);
    assert_string_equal(kept.ledger.data, plain.ledger.data);
    finish(&plain);
    finish(&kept);
}

static void what_came_before_begins_the_step_again(void **unused)
{
    static const char before[] = HEAD "rest(4)\n" SORE HOLDS TOLD;
    struct tp_rehearsal r;
    struct kept kept;
    (void)unused;
    run_into_hold(&kept, neck, 6);
    rehearse(&r, &kept, neck, before);
    assert_true(r.parting < kept.rig.now);
    assert_int_equal(r.place, rig_look(&kept.rig).run.step + 1);
    assert_int_equal(swap(&kept, &r), 0);
    rig_turn(&kept.rig);
    rig_turn(&kept.rig);
    assert_true(heard(&kept, "now Let go."));
    struct tp_run_state run = rig_look(&kept.rig).run;
    assert_int_equal(run.step, r.place);
    assert_string_equal(run.info->kind, "hold");
    assert_string_equal(run.info->side, "left");
    rig_run(&kept.rig, TP_DAY);
    assert_true(heard(&kept, "voice It was 6.")); /* as it was answered before */
    tp_rehearsal_finish(&r);
    finish(&kept);
}

static void a_silence_stays_one_and_new_questions_are_assumed(void **unused)
{
    static const char asked[] =
        HEAD "local pain = ask { 'Any pain?', kind = 'yes_no', assume = true }\n" SORE HOLDS
             "say(pain and 'Some pain.' or 'No pain.')\n" TOLD;
    struct tp_rehearsal r;
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    while (!is_counting(&kept.rig) && !rig_look(&kept.rig).over)
        rig_run(&kept.rig, kept.rig.now + TP_MS(100));
    rehearse(&r, &kept, neck, asked);
    assert_int_equal(swap(&kept, &r), 0);
    rig_run(&kept.rig, TP_DAY);
    rig_turn(&kept.rig);
    rig_run(&kept.rig, TP_DAY);
    assert_true(heard(&kept, "voice Some pain."));
    assert_true(heard(&kept, "voice It was nothing."));
    tp_rehearsal_finish(&r);
    finish(&kept);
}

static void who_is_paused_stays_paused_and_wishes_stay(void **unused)
{
    static const char before[] = HEAD "rest(4)\n" SORE HOLDS TOLD;
    struct tp_rehearsal r;
    struct kept kept;
    (void)unused;
    run_into_hold(&kept, neck, 6);
    double pressure = rig_look(&kept.rig).run.pressure;
    assert_int_equal(rig_do(&kept.rig, TP_COMMAND_SOFTER), 0);
    assert_int_equal(rig_do(&kept.rig, TP_COMMAND_PAUSE), 0);
    rehearse(&r, &kept, neck, before);
    assert_int_equal(swap(&kept, &r), 0);
    rig_turn(&kept.rig);
    assert_true(rig_look(&kept.rig).paused && kept.rig.standing);
    assert_int_equal(rig_look(&kept.rig).run.step, r.place);
    assert_float_equal(rig_look(&kept.rig).run.pressure, pressure - 1, 0);
    rig_do(&kept.rig, TP_COMMAND_RESUME);
    for (int i = 0; i < 9; i++)
        rig_turn(&kept.rig);
    assert_false(kept.rig.standing);
    assert_int_equal(renew(&kept, before), 0);
    tp_rehearsal_finish(&r);
    finish(&kept);
}

static void at_the_gate_it_begins_anew(void **unused)
{
    static const char other[] = HEAD "rest(9)\nlocal sore\n" TOLD;
    struct tp_log none = {0};
    struct kept kept = {0};
    (void)unused;
    kept_start(&kept, neck, NULL, true);
    for (int i = 0; i < 3; i++) {
        rig_run(&kept.rig, kept.rig.now + TP_MS(4000));
        rig_turn(&kept.rig);
    }
    assert_true(rig_look(&kept.rig).gate && kept.rig.standing);
    assert_int_equal(renew(&kept, other), -TP_EINVAL);
    assert_int_equal(
        tp_session_swap(kept.rig.session, other, strlen(other), &none, 1, &kept.rig.err), 0);
    rig_run(&kept.rig, kept.rig.now + TP_MS(4000));
    rig_turn(&kept.rig);
    assert_true(rig_look(&kept.rig).gate && kept.rig.standing);
    assert_int_equal(rig_do(&kept.rig, TP_COMMAND_RESUME), 0);
    rig_turn(&kept.rig);
    rig_run(&kept.rig, TP_DAY);
    assert_true(heard(&kept, "voice It was nothing."));
    finish(&kept);
}

static void what_does_not_fit_changes_nothing(void **unused)
{
    struct kept kept;
    struct tp_rehearsal r;
    (void)unused;
    run_into_hold(&kept, neck, 6);
    assert_int_equal(renew(&kept, "say 'Short.'"), -TP_EINVAL);
    assert_true(renew(&kept, "no Lua") < 0);
    assert_non_null(strstr(kept.rig.err.text, "test.lua:1:"));
    r = (struct tp_rehearsal){.was = {.world = &rig_world,
                                      .name = "test.lua",
                                      .text = neck,
                                      .length = strlen(neck),
                                      .seed = 7},
                              .log = tp_session_log(kept.rig.session),
                              .step = 3};
    r.was.world_context = &kept.rig;
    r.is = r.was;
    r.is.text = HEAD "hold { 'roll', seconds = 1000 }";
    r.is.length = strlen(r.is.text);
    assert_true(tp_rehearse(&r, &kept.rig.err) < 0);
    assert_non_null(strstr(kept.rig.err.text, "test.lua:3:"));
    tp_rehearsal_finish(&r);
    rig_run(&kept.rig, TP_DAY);
    assert_true(heard(&kept, "voice It was 6."));
    assert_float_equal(finish(&kept), 80, 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_later_is_taken_over_unheard),
        cmocka_unit_test(it_is_as_if_the_new_text_had_been_lived),
        cmocka_unit_test(the_same_text_can_be_taken_over_at_any_moment),
        cmocka_unit_test(what_came_before_begins_the_step_again),
        cmocka_unit_test(a_silence_stays_one_and_new_questions_are_assumed),
        cmocka_unit_test(who_is_paused_stays_paused_and_wishes_stay),
        cmocka_unit_test(at_the_gate_it_begins_anew),
        cmocka_unit_test(what_does_not_fit_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
