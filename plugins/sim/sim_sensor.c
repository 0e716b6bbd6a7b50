/* A sensor that is not there. */
#include "sim_sensor.h"

#include <math.h>
#include <stdio.h>

#define NS_PER_S 1000000000U
#define NS_PER_MS 1000000U
#define USUAL_RATE_HZ 50.0
#define USUAL_MOST_N 50.0 /* what a bar shows as full */

/* So far apart are the hand's readings, in its own time. */
static double beat_s(const struct sim_sensor *sensor)
{
    double rate_hz = sensor->settings->rate_hz;
    return 1 / (rate_hz > 0 ? rate_hz : USUAL_RATE_HZ);
}

static double most_newtons(const struct sim_trace *trace)
{
    double most = USUAL_MOST_N;
    for (size_t i = 0; i < trace->count; i++)
        if (trace->rows[i].value > most)
            most = trace->rows[i].value;
    return most;
}

static void plug(struct sim_sensor *sensor)
{
    const struct sim_settings *settings = sensor->settings;
    const struct tp_plugin_host *host = sensor->host;
    const char *role = *settings->role ? settings->role : NULL;
    char id[SIM_TEXT + 8];
    (void)snprintf(id, sizeof id, "sim%s%s", role ? "-" : "", role ? role : "");
    const struct tp_plugin_channel channel = {.name = "force",
                                              .unit = *settings->unit ? settings->unit : NULL,
                                              .kind = TP_PLUGIN_CHANNEL_READING,
                                              .max = most_newtons(&sensor->trace),
                                              .rate_hz = settings->speed / beat_s(sensor)};
    const struct tp_plugin_device device = {
        .id = id, .name = settings->name, .role = role, .channels = &channel, .channel_count = 1};
    sensor->device = host->device_add(host->context, &device);
}

static void unplug(struct sim_sensor *sensor)
{
    if (sensor->device)
        sensor->host->device_remove(sensor->host->context, sensor->device);
    sensor->device = 0;
}

/* ---- what comes next ---- */

static bool next_moment(struct sim_sensor *sensor)
{
    if (sensor->playing)
        return sim_player_next(&sensor->player, &sensor->next);
    double seconds = (double)sensor->beats++ * beat_s(sensor) / sensor->settings->speed;
    sensor->next = (struct sim_moment){.at_ns = (uint64_t)(seconds * NS_PER_S), .filled = true};
    /* A trace that waits for its hold stands at its first value. */
    if (sensor->trace.count > 0)
        sensor->next.value = sensor->trace.rows[0].value;
    return true;
}

static void say(struct sim_sensor *sensor, uint64_t stamp_ns, double value)
{
    /* What the host refuses, it counts. */
    (void)sensor->host->reading(sensor->host->context, sensor->device, 0, stamp_ns, value);
    sensor->stamp_ns = stamp_ns;
}

static double measured(struct sim_sensor *sensor)
{
    const struct sim_moment *moment = &sensor->next;
    if (sensor->trace.count == 0)
        return sim_hand_step(&sensor->hand, beat_s(sensor));
    return moment->filled ? moment->value + sim_hand_tremble(&sensor->hand, moment->value)
                          : moment->value;
}

static void emit(struct sim_sensor *sensor)
{
    uint64_t at_ns = sensor->began_ns + sensor->next.at_ns, last_ns = sensor->stamp_ns;
    double value = measured(sensor);
    if (sensor->next.fault == SIM_UNPLUG) {
        unplug(sensor);
        return;
    }
    if (!sensor->device)
        plug(sensor);
    switch (sensor->next.fault) {
    case SIM_GAP:
        break;
    case SIM_NAN:
        say(sensor, at_ns, (double)NAN);
        break;
    case SIM_BURST:
        for (int i = 0; i < SIM_BURST_READINGS; i++)
            say(sensor, at_ns, value);
        break;
    case SIM_BACKWARDS:
        say(sensor, last_ns - (uint64_t)SIM_BACKWARDS_MS * NS_PER_MS, value);
        sensor->stamp_ns = last_ns;
        break;
    default:
        say(sensor, at_ns, value);
    }
}

/* ---- when ---- */

static void turn(void *argument);

static void wait_for_next(struct sim_sensor *sensor, uint64_t now_ns)
{
    uint64_t due_ns = sensor->began_ns + sensor->next.at_ns;
    uint64_t wait_ms = due_ns > now_ns ? (due_ns - now_ns + NS_PER_MS - 1) / NS_PER_MS : 0;
    if (wait_ms > UINT32_MAX)
        wait_ms = UINT32_MAX;
    sensor->timer = sensor->host->timer(sensor->host->context, (uint32_t)wait_ms, 0, turn, sensor);
}

/* The first moment is the next one. */
static bool rewind_to_now(struct sim_sensor *sensor, uint64_t now_ns)
{
    sensor->again = false;
    sensor->began_ns = now_ns;
    sensor->beats = 0;
    sim_player_rewind(&sensor->player);
    return next_moment(sensor);
}

/* Hands in all that is due; false: nothing comes any more. */
static bool hand_in(struct sim_sensor *sensor, uint64_t now_ns)
{
    for (int i = 0; i < SIM_READINGS_A_TURN; i++) {
        if (sensor->began_ns + sensor->next.at_ns > now_ns)
            break;
        emit(sensor);
        if (!(sensor->again ? rewind_to_now(sensor, now_ns) : next_moment(sensor)))
            return false;
    }
    return true;
}

/* All that is due, and a timer for the rest. */
static void turn(void *argument)
{
    struct sim_sensor *sensor = argument;
    uint64_t now_ns = sensor->host->now_ns(sensor->host->context);
    sensor->timer = 0;
    sensor->turning = true;
    if (hand_in(sensor, now_ns))
        wait_for_next(sensor, now_ns);
    sensor->turning = false;
}

/* What a reading leads to may begin it anew before that reading is done. */
static void begin(struct sim_sensor *sensor, bool playing)
{
    sensor->playing = playing;
    sensor->again = true;
    if (sensor->turning)
        return;
    if (sensor->timer)
        sensor->host->timer_cancel(sensor->host->context, sensor->timer);
    if (rewind_to_now(sensor, sensor->host->now_ns(sensor->host->context)))
        turn(sensor);
}

int sim_sensor_start(struct sim_sensor *sensor, const struct tp_plugin_host *host,
                     const struct sim_settings *settings, char *error, size_t error_size)
{
    *sensor = (struct sim_sensor){.host = host, .settings = settings};
    if (*settings->file) {
        int code = sim_trace_read(&sensor->trace, settings->file, error, error_size);
        if (code != 0)
            return code;
    }
    sensor->player = (struct sim_player){.trace = &sensor->trace,
                                         .speed = settings->speed,
                                         .rate_hz = settings->rate_hz,
                                         .loop = settings->loop};
    sim_hand_init(&sensor->hand, settings->keys ? 0 : settings->newtons, settings->tremor_newtons,
                  settings->seed);
    plug(sensor);
    if (!sensor->device) {
        (void)snprintf(error, error_size,
                       "there is no room for its sensor, or \"%.60s\" is no role: "
                       "a role has a–z, 0–9 and _ only",
                       settings->role);
        sim_trace_free(&sensor->trace);
        return -TP_PLUGIN_EINVAL;
    }
    begin(sensor, sensor->trace.count > 0 && !settings->each_hold);
    return 0;
}

void sim_sensor_stop(struct sim_sensor *sensor)
{
    if (sensor->timer)
        sensor->host->timer_cancel(sensor->host->context, sensor->timer);
    unplug(sensor);
    sim_trace_free(&sensor->trace);
    *sensor = (struct sim_sensor){.host = sensor->host};
}

void sim_sensor_hold(struct sim_sensor *sensor)
{
    if (sensor->trace.count > 0 && sensor->settings->each_hold)
        begin(sensor, true);
}

void sim_sensor_press(struct sim_sensor *sensor, bool pressing)
{
    if (!sensor->settings->keys)
        sim_hand_aim(&sensor->hand, pressing ? sensor->settings->newtons : 0);
    else if (!pressing)
        sim_hand_aim(&sensor->hand, 0);
}

void sim_sensor_nudge(struct sim_sensor *sensor, double newtons)
{
    sim_hand_nudge(&sensor->hand, newtons);
}
