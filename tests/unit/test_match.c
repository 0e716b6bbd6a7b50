/* Where a person is in a text that was changed: by tables of steps, and where two texts part. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/engine/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND = TP_RATE };

/* "kind title side point line, …" with - for what a step has not; each takes a second. */
static void make(struct tp_timeline *t, const char *text)
{
    char copy[800], *rest = copy;
    *t = (struct tp_timeline){0};
    snprintf(copy, sizeof copy, "%s", text);
    t->steps = calloc(40, sizeof *t->steps);
    assert_non_null(t->steps);
    for (char *one = strsep(&rest, ","); one; one = strsep(&rest, ",")) {
        char word[5][40];
        const char *kept[4];
        assert_int_equal(
            sscanf(one, "%39s %39s %39s %39s %39s", word[0], word[1], word[2], word[3], word[4]),
            5);
        for (int i = 0; i < 4; i++)
            kept[i] = strcmp(word[i], "-") == 0 ? NULL : tp_intern(&t->texts, word[i]);
        t->steps[t->step_count] = (struct tp_timeline_step){.number = (uint32_t)t->step_count + 1,
                                                            .kind = kept[0],
                                                            .title = kept[1],
                                                            .side = kept[2],
                                                            .point = kept[3],
                                                            .pressure = -1,
                                                            .dose = -1,
                                                            .start = t->length,
                                                            .length = SECOND,
                                                            .line = (int)strtol(word[4], NULL, 10)};
        t->step_count++;
        t->length += SECOND;
    }
}

#define OPEN "open Opening - - 0"
#define DONE "done Close - - 0"
#define LEFT "hold Roll left roll 4,rest - left - 4,stretch Roll left roll 5"
#define RIGHT "hold Roll right roll 4,rest - right - 4,stretch Roll right roll 5"

static const struct {
    const char *what, *was;
    uint32_t number;
    const char *is;
    uint32_t goes_on;
} rows[] = {
    {"nothing changed", OPEN "," LEFT "," RIGHT "," DONE, 6, OPEN "," LEFT "," RIGHT "," DONE, 6},
    {"words before it are new", OPEN "," LEFT "," DONE, 2, OPEN ",say - - - 3," LEFT "," DONE, 3},
    {"words after it are new", OPEN "," LEFT "," DONE, 2, OPEN "," LEFT ",say - - - 6," DONE, 2},
    {"a step before it is gone", OPEN ",say - - - 3," LEFT "," DONE, 4, OPEN "," LEFT "," DONE, 3},
    {"one more of the same before it", OPEN ",rest - - - 2,say - - - 3,rest - - - 4," DONE, 4,
     OPEN ",rest - - - 2,rest - - - 3,say - - - 4,rest - - - 5," DONE, 5},
    {"one repetition more after it", OPEN ",hold Roll - roll 3,hold Roll - roll 3," DONE, 3,
     OPEN ",hold Roll - roll 3,hold Roll - roll 3,hold Roll - roll 3," DONE, 3},
    {"one repetition less, and it was the last",
     OPEN ",hold Roll - roll 3,hold Roll - roll 3,rest - - - 4," DONE, 3,
     OPEN ",hold Roll - roll 3,say - - - 4," DONE, 2},
    {"two steps change places", OPEN ",hold Roll - roll 3,hold Neck - neck 4,rest - - - 5," DONE, 2,
     OPEN ",hold Neck - neck 3,hold Roll - roll 4,rest - - - 5," DONE, 3},
    {"in a loop, the second of two sides", OPEN "," LEFT "," RIGHT "," DONE, 5,
     OPEN ",say - left - 3," LEFT ",say - right - 3," RIGHT "," DONE, 7},
    {"the other side is gone", OPEN "," LEFT "," RIGHT "," DONE, 5, OPEN "," RIGHT "," DONE, 2},
    {"its side is gone", OPEN "," LEFT "," RIGHT "," DONE, 5, OPEN "," LEFT "," DONE, 2},
    {"it has another title",
     OPEN ",say - - - 2,step One left - 3,step Two left - 4,rest - - - 5," DONE, 4,
     OPEN ",say Now - - 2,step Eins left - 3,step Zwei left - 4,rest Now - - 5," DONE, 4},
    {"it is gone: the line before", OPEN ",say A - - 2,hold Roll - roll 4,say B - - 9," DONE, 3,
     OPEN ",say A - - 2,say B - - 8," DONE, 2},
    {"it is gone: the line after is nearer",
     OPEN ",say A - - 2,hold Roll - roll 8,say B - - 9," DONE, 3,
     OPEN ",say A - - 2,say B - - 8," DONE, 3},
    {"all is other: never the close", OPEN ",hold Roll - roll 90," DONE, 2,
     OPEN ",say A - - 2,say B - - 3," DONE, 3},
    {"the close stays the close", OPEN "," LEFT "," DONE, 5, OPEN ",say A - - 2," DONE, 3},
    {"the opening stays the opening", OPEN "," LEFT "," DONE, 1, OPEN ",say A - - 2," DONE, 1},
    {"nowhere", OPEN "," DONE, 0, OPEN "," DONE, 0},
    {"farther than it goes", OPEN "," DONE, 3, OPEN "," DONE, 0},
};

static void the_step_is_found_again(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tp_timeline was, is;
        make(&was, rows[i].was);
        make(&is, rows[i].is);
        uint32_t found = tp_match_step(&was, rows[i].number, &is);
        if (found != rows[i].goes_on)
            fail_msg("%s: step %u, not %u", rows[i].what, found, rows[i].goes_on);
        tp_timeline_finish(&was);
        tp_timeline_finish(&is);
    }
}

static void one_line_of_a_loop_keeps_its_turn(void **unused)
{
    struct tp_timeline was, is;
    (void)unused;
    make(&was, OPEN ",say A - - 3,say B - - 3,say C - - 3," DONE);
    make(&is, OPEN ",hold D - d 3,hold E - e 3," DONE);
    assert_int_equal(tp_match_step(&was, 2, &is), 2);
    assert_int_equal(tp_match_step(&was, 3, &is), 3);
    assert_int_equal(tp_match_step(&was, 4, &is), 3); /* the last there is */
    tp_timeline_finish(&was);
    tp_timeline_finish(&is);
}

static void speak(struct tp_timeline *t, uint32_t step, tp_frames at, const char *text)
{
    t->cues = realloc(t->cues, (t->cue_count + 1) * sizeof *t->cues);
    assert_non_null(t->cues);
    t->cues[t->cue_count++] = (struct tp_timeline_cue){
        .at = at, .type = TP_CUE_VOICE, .text = tp_intern(&t->texts, text), .step = step};
}

static void they_part_where_something_is_not_the_same(void **unused)
{
    struct tp_timeline was, is;
    (void)unused;
    make(&was, OPEN "," LEFT "," DONE);
    make(&is, OPEN "," LEFT "," DONE);
    speak(&was, 2, SECOND, "Press.");
    speak(&is, 2, SECOND, "Press.");
    is.steps[2].line = 77; /* of no matter */
    assert_int_equal(tp_match_parting(&was, &is), TP_NEVER);
    is.length += 9;
    assert_int_equal(tp_match_parting(&was, &is), was.length);
    is.steps[3].dose = SECOND;
    assert_int_equal(tp_match_parting(&was, &is), 3 * SECOND);
    speak(&is, 2, SECOND + 500, "Softly.");
    assert_int_equal(tp_match_parting(&was, &is), SECOND + 500);
    speak(&was, 2, SECOND + 400, "Slowly.");
    assert_int_equal(tp_match_parting(&was, &is), SECOND + 400);
    was.cues[0].text = "Hold.";
    assert_int_equal(tp_match_parting(&was, &is), SECOND);
    is.steps[0].start = 5;
    assert_int_equal(tp_match_parting(&was, &is), 0);
    tp_timeline_finish(&was);
    tp_timeline_finish(&is);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_step_is_found_again),
        cmocka_unit_test(one_line_of_a_loop_keeps_its_turn),
        cmocka_unit_test(they_part_where_something_is_not_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
