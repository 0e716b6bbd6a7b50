/* Moments of a session as the screen meets them. Fixed, so that what is drawn can be compared. */
#ifndef TP_TEST_SCREEN_MOMENTS_H
#define TP_TEST_SCREEN_MOMENTS_H

#include "core/cli/keys.h"
#include "core/cli/view.h"

#include <string.h>

static const char *const moment_names[] = {
    "start",     "hold",     "wait",   "let_go", "paused",  "rest",  "hostile",
    "number",    "range",    "yes_no", "choice", "ready",   "hours", "bare",
    "stopping",  "finished", "gate",   "offer",  "counted", "there", "lost",
    "lost_long", "way_back", "back",   "felt"};

enum { MOMENTS = sizeof moment_names / sizeof *moment_names };

static tp_frames seconds(int count)
{
    return (tp_frames)count * TP_RATE;
}

static const struct tp_step_info moment_hold = {.kind = "hold",
                                                .title = "Shoulder roll",
                                                .side = "left",
                                                .point = "upper_trap",
                                                .pressure = 4,
                                                .pressure_max = 5,
                                                .find = "Pinch the roll of muscle between neck "
                                                        "and shoulder.",
                                                .dose = (tp_frames)20 * TP_RATE};
static const struct tp_step_info moment_rest = {.kind = "rest",
                                                .title = "Rest",
                                                .side = "left",
                                                .section = "Upper back",
                                                .pressure = 4,
                                                .dose = (tp_frames)150 * TP_RATE};
static const struct tp_step_info moment_hours = {
    .kind = "rest", .title = "Until the next break", .pressure = -1, .dose = -1};
static const struct tp_step_info moment_hostile = {
    .kind = "warm_up",
    .title =
        "\033[2J\033]0;owned\007 Roll both shoulders slowly \xff\xfe backwards, as large a circle "
        "as is pleasant, and keep on breathing while they go round — 肩を回してください。",
    .side = "both",
    .pressure = -1,
    .dose = (tp_frames)60 * TP_RATE};
static const struct tp_step_info moment_open = {
    .kind = "open", .title = "Welcome", .pressure = -1, .dose = -1};
static const struct tp_step_info moment_ask = {
    .kind = "ask", .title = "How sore is it now, zero to ten?", .pressure = -1, .dose = -1};
static const struct tp_step_info moment_done = {
    .kind = "done", .title = "Done", .pressure = -1, .dose = -1};

static const struct tp_question moment_questions[] = {
    {.kind = TP_ASK_NUMBER, .text = "How sore is it now, zero to ten?", .max = 10},
    {.kind = TP_ASK_YES_NO, .text = "Is it better than before?"},
    {.kind = TP_ASK_CHOICE,
     .text = "Where is it worst?",
     .choices = {"At the back of the head", "On the shoulder", "Between the blades"},
     .choice_count = 3},
    {.kind = TP_ASK_READY, .text = "Sit down. Ready?"},
    {.kind = TP_ASK_NUMBER,
     .text = "How sore? Any key at your number.",
     .max = 10,
     .counted_count = 11},
    {.kind = TP_ASK_READY, .implied = true},
};

static struct tp_view moment_view(const struct tp_step_info *info, int begun, int now, int length,
                                  const char *sentence)
{
    return (struct tp_view){
        .state = {.run = {.now = seconds(now),
                          .step = info ? 12 : 0,
                          .step_start = seconds(begun),
                          .info = info,
                          .sentence = sentence,
                          .words = 2,
                          .pressure = info ? info->pressure : -1,
                          .outcome = ""}},
        .now = seconds(now),
        .said = sentence,
        .title = "Neck and shoulders",
        .position = "sitting",
        .tools = "fingers",
        .next_kind = "rest",
        .next_title = "Rest",
        .next_side = "left",
        .total = seconds(780),
        .steps = 63,
        .finish = 1795183320, /* 14:02 in Greenwich */
        .step_length = seconds(length),
        .device = "Built-in Audio Analog Stereo",
        .volume_db = -4,
    };
}

static struct tp_view moment_in_hold(int now, const char *sentence)
{
    struct tp_view view = moment_view(&moment_hold, 270, now, 33, sentence);
    struct tp_run_state *run = &view.state.run;
    run->phase = now < 280 ? TP_PHASE_RAMP : now < 300 ? TP_PHASE_COUNT : TP_PHASE_RELEASE;
    run->phase_start = seconds(now < 280 ? 273 : now < 300 ? 280 : 300);
    run->phase_until = seconds(now < 280 ? 280 : 300);
    return view;
}

static struct tp_view moment_question(int index)
{
    struct tp_view view = moment_view(&moment_ask, 25, 30, 30, moment_questions[index].text);
    view.state.run.question = &moment_questions[index];
    return view;
}

static struct tp_view moment_rest_without_sound(void)
{
    struct tp_view view = moment_view(&moment_rest, 300, 310, 150, "Once more in ten seconds.");
    view.muted = true;
    view.problem = "The sound device is gone. Waiting for it.";
    return view;
}

/* Behind the first sound, while it waits. */
static struct tp_view moment_at_gate(void)
{
    struct tp_view view = moment_view(&moment_open, 0, 2, 3, "");
    view.said = "If you can hear this well, press any key.";
    view.shorter = "top of the shoulder once, the back of the head left out";
    view.state.gate = view.state.standing = true;
    view.state.alone_ms = 31200;
    return view;
}

/* A session that was left in a hold, before it goes on. */
static struct tp_view moment_back(void)
{
    struct tp_view view = moment_in_hold(288, "");
    view.said = "Welcome back. If you can hear this well, press any key.";
    view.state.gate = view.state.back = view.state.paused = view.state.standing = true;
    view.state.alone_ms = 31200;
    return view;
}

/* Where any key, or another than the usual one, takes what there is. */
static struct tp_view moment_of_any_key(const char *name)
{
    struct tp_view view = moment_view(&moment_rest, 300, 310, 150, "Once more in ten seconds.");
    if (strcmp(name, "gate") == 0)
        view = moment_at_gate();
    if (strcmp(name, "counted") == 0)
        view = moment_question(4);
    if (strcmp(name, "there") == 0)
        view.state.run.question = &moment_questions[5];
    if (strcmp(name, "offer") == 0) {
        view.state.offer = view.state.standing = true;
        view.state.alone_ms = 5400;
    }
    return view;
}

/* The device is gone; for long, and the person is waited for, or just now. */
static struct tp_view moment_lost(bool just_now)
{
    struct tp_view view = moment_in_hold(288, "Breathe out, and let it soften.");
    view.problem = "No sound: Built-in Audio Analog Stereo is gone.";
    view.state.lost = true;
    view.state.returns = just_now;
    view.state.paused = view.state.standing = !just_now;
    view.state.away_ms = just_now ? 0 : 725000;
    return view;
}

/* A sensor feels the hold: a little too hard, and twelve of its seconds have counted. */
static struct tp_view moment_felt(void)
{
    struct tp_view view = moment_in_hold(288, "Ease off.");
    view.state.run.feels = true;
    view.state.run.press = (struct tp_run_press){.sensor = "pressure",
                                                 .state = TP_PRESS_HIGH,
                                                 .newtons = 24.4,
                                                 .low = 18,
                                                 .high = 22,
                                                 .ceiling = 40,
                                                 .counted = seconds(12),
                                                 .hold = seconds(20)};
    return view;
}

static struct tp_view moment_named(const char *name)
{
    struct tp_view view = moment_in_hold(288, "Breathe out, and let it soften.");
    static const char *const any[] = {"gate", "offer", "counted", "there"};
    for (size_t i = 0; i < sizeof any / sizeof *any; i++)
        if (strcmp(name, any[i]) == 0)
            return moment_of_any_key(name);
    if (strcmp(name, "felt") == 0)
        return moment_felt();
    if (strcmp(name, "back") == 0)
        return moment_back();
    if (strcmp(name, "start") == 0)
        return moment_view(NULL, 0, 0, 0, "");
    if (strcmp(name, "wait") == 0)
        return moment_in_hold(275, "Press slowly, up to four of ten.");
    if (strcmp(name, "let_go") == 0)
        return moment_in_hold(301, "Let go.");
    if (strcmp(name, "rest") == 0)
        return moment_rest_without_sound();
    if (strcmp(name, "hours") == 0)
        return moment_view(&moment_hours, 0, 10, 7200, "");
    if (strcmp(name, "bare") == 0)
        return (struct tp_view){.said = "", .state = {.run = {.sentence = "", .pressure = -1}}};
    if (strncmp(name, "lost", 4) == 0)
        return moment_lost(strcmp(name, "lost") == 0);
    for (int i = 0; i < 4; i++) {
        static const char *const asked[] = {"range", "yes_no", "choice", "ready"};
        if (strcmp(name, asked[i]) == 0)
            return moment_question(i);
    }
    if (strcmp(name, "number") == 0) {
        view = moment_question(0);
        view.typed = "1";
    }
    if (strcmp(name, "hostile") == 0) {
        view = moment_view(&moment_hostile, 10, 20, 60, "Roll both shoulders.");
        view.message = "a\033[31mred\tword";
    }
    if (strcmp(name, "finished") == 0) {
        view = moment_view(&moment_done, 770, 780, 10, "That's it. Take your time getting up.");
        view.state.run.ended = view.state.over = true;
        view.times = 12;
        view.pain = true;
        view.pain_before = 6;
        view.pain_after = 4;
    }
    if (strcmp(name, "way_back") == 0) {
        view.state.standing = true;
        view.said = "Left side. Shoulder roll.";
    }
    if (strcmp(name, "paused") == 0) {
        view.state.paused = view.state.standing = true;
        view.state.away_ms = 65000;
        view.said = "Paused. Let go.";
    }
    view.state.stopping = strcmp(name, "stopping") == 0;
    return view;
}

/* The moment called `name`; a plain hold for a name that is not known. */
static struct tp_view moment(const char *name)
{
    static struct tp_keys keys;
    struct tp_view view = moment_named(name);
    tp_keys_init(&keys);
    view.keys = &keys;
    return view;
}

#endif
