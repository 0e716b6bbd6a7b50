/* The world's answers. */
#include "core/cli/world.h"

#include "core/cli/sound.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void tp_world_init(struct tp_world *world)
{
    struct tm parts;
    time_t now = time(NULL);
    *world = (struct tp_world){0};
    localtime_r(&now, &parts);
    strftime(world->today, sizeof world->today, "%Y-%m-%d", &parts);
}

/* Calls `ahead`, for the first time. */
static void look_ahead(struct tp_world *world)
{
    void (*ahead)(void *) = world->ahead;
    world->ahead = NULL;
    ahead(world->ahead_context);
}

static tp_frames sentence(void *context, const char *text)
{
    struct tp_world *world = context;
    if (world->waits && !world->waits(world->waits_context))
        return tp_voice_estimate(text);
    if (world->ahead && tp_voice_length(world->voice, text) == -TP_EAGAIN)
        look_ahead(world);
    tp_watchdog_sleep(world->watched);
    tp_frames length = tp_voice_wait(world->voice, text, TP_SENTENCE_TIMEOUT_MS);
    tp_watchdog_wake(world->watched);
    return length < 0 ? tp_voice_estimate(text) : length; /* as a live session takes it */
}

tp_frames tp_world_hear(void *context, const char *text)
{
    struct tp_world *world = context;
    return tp_sound_sentence(world->sound, text);
}

tp_frames tp_world_guess(void *context, const char *text)
{
    struct tp_world *world = context;
    tp_frames length = tp_voice_length(world->voice, text);
    return length < 0 ? tp_voice_estimate(text) : length;
}

uint64_t tp_world_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* No sentence of the voices takes longer: the slowest were half as long again as the estimate, and
 * those were of two words. */
static tp_frames longest(const struct tp_world *world, const char *text)
{
    double seconds = tp_frames_to_seconds(tp_voice_estimate(text));
    return tp_frames_from_seconds((seconds * 1.3 + 0.3) / fmin(world->rate, 1));
}

tp_frames tp_world_soon(void *context, const char *text)
{
    struct tp_world *world = context;
    uint64_t now = tp_world_clock_ms();
    tp_frames length;
    if (now < world->patience_ms) {
        tp_watchdog_sleep(world->watched);
        length = tp_voice_wait(world->voice, text, (int)(world->patience_ms - now));
        tp_watchdog_wake(world->watched);
    } else {
        length = tp_voice_length(world->voice, text);
    }
    return length < 0 ? longest(world, text) : length;
}

struct tp_tone tp_world_sound(const struct tp_tone_request *request)
{
    return (struct tp_tone){.name = request->name,
                            .hz = request->hz,
                            .length = request->length,
                            .gain_db = request->gain_db,
                            .toward = request->toward};
}

tp_frames tp_world_tone(void *context, const struct tp_tone_request *request, struct tp_err *err)
{
    struct tp_tone sound = tp_world_sound(request);
    const struct tp_world *world = context;
    tp_frames length = tp_tone_set_length(world ? world->tones : NULL, &sound);
    if (length > 0)
        return length;
    if (!request->name || tp_tone_find(request->name)) {
        tp_err_set(err, TP_EINVAL, "tone: %s cannot be that long or short",
                   request->name ? request->name : "a note");
        return 0;
    }
    const char *near = tp_tone_nearest(request->name);
    char shown[60];
    tp_text_clean(shown, sizeof shown, request->name, strlen(request->name));
    if (near)
        tp_err_set(err, TP_EINVAL, "tone: '%s' is not a sound; did you mean '%s'?", shown, near);
    else
        tp_err_set(err, TP_EINVAL, "tone: '%s' is not a sound; tprun sounds lists them", shown);
    return 0;
}

static int speaks(void *context, const char *lang, struct tp_err *err)
{
    struct tp_err why;
    (void)context;
    int rc = tp_voice_speaks(lang, &why);
    return rc < 0 ? tp_err_set(err, -rc, "routine: %s", why.text) : 0;
}

/* In how many sessions the person had it: "routine", "point levator", "sound press". */
static struct tp_value known(const struct tp_world *world, const char *what)
{
    static const char *const kinds[] = {
        [TP_FAMILIAR_POINT] = "point ", [TP_FAMILIAR_SOUND] = "sound "};
    if (world->familiar && strcmp(what, "routine") == 0)
        return tp_value_number(world->routine_known);
    for (int kind = 0; world->familiar && kind < 2; kind++)
        if (strncmp(what, kinds[kind], strlen(kinds[kind])) == 0)
            return tp_value_number(tp_familiar_known(world->familiar, (enum tp_familiar_kind)kind,
                                                     what + strlen(kinds[kind]), world->today));
    return tp_value_nil();
}

static struct tp_value kept_strength(const struct tp_world *world, const char *spot)
{
    return world->familiar ? tp_value_number(tp_familiar_strength(world->familiar, spot))
                           : tp_value_nil();
}

/* What the sensor `name` measures: "sensor", its value; "unit"; "age", in seconds. */
static struct tp_value measured(const struct tp_world *world, const char *what, const char *name)
{
    struct tp_channel_state state;
    tp_device device;
    unsigned channel;
    uint64_t now_ns = tp_world_clock_ms() * 1000000;
    bool there = tp_devices_find(world->devices, name, &device, &channel) == 0 &&
                 tp_devices_look_channel(world->devices, device, channel, now_ns, &state) == 0;
    if (!there || !state.known)
        return tp_value_nil();
    if (strcmp(what, "unit") == 0)
        return tp_value_text(state.about.unit);
    if (strcmp(what, "age") == 0)
        return tp_value_number(now_ns > state.at_ns ? (double)(now_ns - state.at_ns) / 1e9 : 0);
    return tp_value_number(state.value);
}

/* A sensor that is there but silent feels nothing, nor does one whose numbers are no newtons: no
 * ceiling holds in them. */
enum { SILENT_MS = 1000 };

static bool is_there(const struct tp_world *world, const char *name)
{
    struct tp_channel_state state;
    tp_device device;
    unsigned channel;
    uint64_t now_ms = tp_world_clock_ms();
    if (!world->devices)
        return true;
    if (tp_devices_find(world->devices, name, &device, &channel) < 0 ||
        tp_devices_look_channel(world->devices, device, channel, now_ms * 1000000, &state) < 0)
        return false;
    return state.about.kind != TP_CHANNEL_READING ||
           (state.known && strcmp(state.about.unit, "N") == 0 &&
            now_ms < state.at_ns / 1000000 + SILENT_MS);
}

static struct tp_value from_device(const struct tp_world *world, const char *kind, const char *name)
{
    if (strcmp(kind, "device") == 0)
        return is_there(world, name) ? tp_value_bool(true) : tp_value_nil();
    return world->devices ? measured(world, kind, name) : tp_value_nil();
}

static struct tp_value kept_threshold(const struct tp_world *world, const char *spot)
{
    double newtons = world->familiar ? tp_familiar_threshold(world->familiar, spot) : 0;
    return newtons > 0 ? tp_value_number(newtons) : tp_value_nil();
}

static int input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    const struct tp_world *world = context;
    *out = tp_value_nil();
    if (strcmp(kind, "today") == 0)
        *out = tp_value_text(world->today);
    else if (world->memory && strcmp(kind, "recall") == 0)
        *out = tp_memory_recall(world->memory, key);
    else if (world->memory && strcmp(kind, "past") == 0)
        *out = tp_memory_past(world->memory, key, world->today);
    else if (strcmp(kind, "words") == 0)
        *out = tp_choices_words(world->choices);
    else if (strcmp(kind, "choice") == 0)
        *out = tp_choices_find(world->choices, key);
    else if (strcmp(kind, "name") == 0)
        *out = tp_choices_name(world->choices, key);
    else if (strcmp(kind, "known") == 0)
        *out = known(world, key);
    else if (strcmp(kind, "strength") == 0)
        *out = kept_strength(world, key);
    else if (strcmp(kind, "threshold") == 0)
        *out = kept_threshold(world, key);
    else if (strcmp(kind, "device") == 0 || strcmp(kind, "sensor") == 0 ||
             strcmp(kind, "unit") == 0 || strcmp(kind, "age") == 0)
        *out = from_device(world, kind, key);
    return 0;
}

static void strength(void *context, const char *spot, int steps)
{
    struct tp_world *world = context;
    if (world->familiar)
        tp_familiar_keep_strength(world->familiar, spot, steps);
}

static void threshold(void *context, const char *spot, double newtons)
{
    struct tp_world *world = context;
    if (world->familiar)
        tp_familiar_keep_threshold(world->familiar, spot, newtons);
}

static void begin(void *context)
{
    const struct tp_world *world = context;
    if (world->memory)
        tp_memory_begin(world->memory);
}

static int remember(void *context, const char *key, struct tp_value value, struct tp_err *err)
{
    struct tp_world *world = context;
    return world->memory ? tp_memory_remember(world->memory, key, value, err) : 0;
}

static int module(void *context, const char *name, struct tp_buf *source, char *shown,
                  size_t shown_size, struct tp_err *err)
{
    struct tp_world *world = context;
    return tp_modules_open(&world->modules, world->routine_path, name, source, shown, shown_size,
                           err);
}

void tp_world_finish(struct tp_world *world)
{
    tp_modules_finish(&world->modules);
}

static void print(void *context, const char *text)
{
    struct tp_world *world = context;
    if (world->print)
        world->print(world->print_context, text);
}

static void alive(void *context, const char *where)
{
    struct tp_world *world = context;
    tp_watchdog_alive(world->watched, where);
}

const struct tp_run_world tp_world_table = {
    .sentence = sentence,
    .tone = tp_world_tone,
    .speaks = speaks,
    .input = input,
    .begin = begin,
    .remember = remember,
    .strength = strength,
    .threshold = threshold,
    .module = module,
    .print = print,
    .alive = alive,
};
