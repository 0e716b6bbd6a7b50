/* How many words: by what the person had before, by what was asked for, by a key in the middle. */
#include "core/engine/run.h"

#include "tests/unit/session_rig.h"

/* What the world answers, and what was said. */
struct told {
    double routine, point, sound; /* sessions before this one */
    const char *words;            /* --words, NULL for nothing */
    struct tp_buf said;           /* sentences, each in quotes on its line */
    struct tp_err err;
};

static int input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    const struct told *told = context;
    *out = tp_value_nil();
    if (strcmp(kind, "words") == 0 && told->words)
        *out = tp_value_text(told->words);
    else if (strcmp(kind, "known") == 0)
        *out = tp_value_number(strcmp(key, "routine") == 0      ? told->routine
                               : strncmp(key, "point ", 6) == 0 ? told->point
                                                                : told->sound);
    return 0;
}

static tp_frames sentence(void *context, const char *text)
{
    (void)context;
    return rig_sentence(NULL, text);
}

static int module(void *context, const char *name, struct tp_buf *source, char *shown,
                  size_t shown_size, struct tp_err *err)
{
    return rig_module(context, name, source, shown, shown_size, err);
}

static void cue(void *context, const struct tp_cue *cue)
{
    if (cue->type == TP_CUE_VOICE)
        tp_buf_printf(&((struct told *)context)->said, "\"%s\"\n", cue->text);
}

static void cut(void *context, uint64_t id, tp_frames at)
{
    (void)context, (void)id, (void)at;
}

static void cancel(void *context, tp_frames at)
{
    (void)context, (void)at;
}

static void event(void *context, const struct tp_event *event)
{
    (void)context, (void)event;
}

static struct tp_run *begin(struct told *told, struct tp_log *log, const char *text)
{
    static const struct tp_run_world world = {.sentence = sentence,
                                              .tone = rig_tone,
                                              .input = input,
                                              .remember = rig_remember,
                                              .module = module,
                                              .print = rig_print};
    static const struct tp_run_out out = {.cue = cue, .cut = cut, .cancel = cancel, .event = event};
    struct tp_run_config config = {.world = &world,
                                   .world_context = told,
                                   .out = &out,
                                   .out_context = told,
                                   .log = log,
                                   .name = "test.lua",
                                   .text = text,
                                   .length = strlen(text),
                                   .seed = 7};
    struct tp_run *run = NULL;
    if (tp_run_create(&run, &config, &told->err) < 0)
        fail_msg("%s", told->err.text);
    return run;
}

/* Plays the text to its end; what was said is told->said. */
static void play(struct told *told, const char *text)
{
    struct tp_log log = {0};
    struct tp_run *run = begin(told, &log, text);
    if (tp_run_finish(run, &told->err) < 0)
        fail_msg("%s", told->err.text);
    tp_run_destroy(run);
    tp_log_finish(&log);
}

static bool said(const struct told *told, const char *text)
{
    return told->said.data && strstr(told->said.data, text);
}

static const char *const PRESS =
    "say{'Sit tall. Let your shoulders drop.', short = 'Sit tall.'} "
    "hold{'roll', side='left', rest=5} hold{'roll', side='left', rest=5}";

/* "full", "normal", "brief" or "tones", as it shows in what was said. */
static const char *heard(struct told told)
{
    play(&told, PRESS);
    const char *level = said(&told, "as the sound rises") ? "full"
                        : said(&told, "Pinch the roll.")  ? "normal"
                        : said(&told, "Sit tall.")        ? "brief"
                                                          : "tones";
    assert_true(said(&told, "Shoulder roll."));
    assert_true(said(&told, "Let go."));
    tp_buf_finish(&told.said);
    return level;
}

static void less_is_said_as_it_becomes_familiar(void **state)
{
    (void)state;
    for (int before = 0; before < 10; before++) {
        struct told told = {.routine = before, .point = before, .sound = before, .words = "auto"};
        assert_string_equal(heard(told), before < 2 ? "full" : before < 6 ? "normal" : "brief");
    }
}

static void what_is_asked_for_holds_for_all(void **state)
{
    static const char *const levels[] = {"full", "normal", "brief", "tones"};
    (void)state;
    for (int i = 0; i < 4; i++)
        for (int before = 0; before < 10; before += 9) {
            struct told told = {
                .routine = before, .point = before, .sound = before, .words = levels[i]};
            assert_string_equal(heard(told), levels[i]);
        }
}

static void a_new_point_in_a_familiar_routine_is_explained_in_full(void **state)
{
    struct told told = {.routine = 9, .point = 0, .sound = 9};
    (void)state;
    play(&told, PRESS);
    assert_true(said(&told, "Pinch the roll."));
    assert_true(said(&told, "the same place"));
    assert_false(said(&told, "as the sound rises"));
    assert_false(said(&told, "Let your shoulders drop."));
    tp_buf_finish(&told.said);
}

static void a_new_sound_in_a_familiar_routine_is_explained_once(void **state)
{
    struct told told = {.routine = 9, .point = 9, .sound = 0};
    (void)state;
    play(&told, PRESS);
    char *first = strstr(told.said.data, "as the sound rises");
    assert_non_null(first);
    assert_null(strstr(first + 1, "as the sound rises"));
    assert_false(said(&told, "Pinch the roll."));
    tp_buf_finish(&told.said);
}

/* Advances to `at` and asks for a level, or for one step more or fewer. */
static void ask_for(struct tp_run *run, struct told *told, tp_frames at, struct tp_value words)
{
    struct tp_command command = {TP_COMMAND_WORDS, words};
    assert_int_equal(tp_run_advance(run, at, &told->err), 0);
    assert_int_equal(tp_run_command(run, at, &command, &told->err), 0);
}

static void a_key_changes_what_comes_next(void **state)
{
    struct told told = {.words = "full"};
    struct tp_log log = {0};
    struct tp_run *run = begin(&told, &log,
                               "say{'One, whole.', short='One.'} wait(5) "
                               "say{'Two, whole.', short='Two.'} wait(5) "
                               "say{'Three, whole.', short='Three.'} wait(5) "
                               "say{'Four, whole.', short='Four.'}");
    (void)state;
    ask_for(run, &told, TP_MS(5000), tp_value_text("brief"));
    ask_for(run, &told, TP_MS(12000), tp_value_number(-1));
    ask_for(run, &told, TP_MS(16000), tp_value_number(1));
    assert_int_equal(tp_run_finish(run, &told.err), 0);
    assert_non_null(strstr(told.said.data, "\"One, whole.\"\n\"Two.\"\n\"Four.\"\n"));
    tp_run_destroy(run);
    tp_log_finish(&log);
    tp_buf_finish(&told.said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(less_is_said_as_it_becomes_familiar),
        cmocka_unit_test(what_is_asked_for_holds_for_all),
        cmocka_unit_test(a_new_point_in_a_familiar_routine_is_explained_in_full),
        cmocka_unit_test(a_new_sound_in_a_familiar_routine_is_explained_once),
        cmocka_unit_test(a_key_changes_what_comes_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
