/* The mixer's audio side: commands, the count, and the way from the buses to the output.
 *
 * Must never allocate, lock, log or call the system, and never wait for the loop side. */
#include "audio/mixer_internal.h"

static const float ducked = 0.25118864F; /* −12 dB */

/* ---- commands ---- */

static bool is_older(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice,
                     const struct tp_mixer_command *command)
{
    (void)bus;
    return voice->epoch < command->epoch;
}

static bool has_id(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice,
                   const struct tp_mixer_command *command)
{
    (void)bus;
    return voice->id == command->id;
}

static bool is_any(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice,
                   const struct tp_mixer_command *command)
{
    (void)bus, (void)voice, (void)command;
    return true;
}

static bool is_sounding(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice,
                        const struct tp_mixer_command *command)
{
    (void)bus, (void)command;
    return voice->sounding;
}

static void post(struct tp_mixer *mixer, const struct tp_mixer_voice *voice)
{
    struct tp_mixer_voice placed = *voice;
    if (placed.bus == TP_BUS_NOW)
        placed.due += mixer->buses[TP_BUS_NOW].clock;
    tp_mixer_bus_add(mixer, &placed);
}

static void seek(struct tp_mixer *mixer, const struct tp_mixer_command *command)
{
    struct tp_mixer_bus *session = &mixer->buses[TP_BUS_SESSION];
    tp_mixer_bus_sweep(mixer, session, is_sounding, command);
    session->clock = command->frame;
    mixer->generation++;
}

/* Before the first frame there is nothing that a step could tear. */
static void set_gain(struct tp_mixer *mixer, enum tp_strip strip, float gain)
{
    uint32_t frames = mixer->buses[TP_BUS_NOW].clock > 0 ? TP_MIXER_GAIN_RAMP : 0;
    tp_ramp_aim(&mixer->strips[strip], gain, frames);
}

static void obey(struct tp_mixer *mixer, const struct tp_mixer_command *command)
{
    struct tp_mixer_bus *session = &mixer->buses[TP_BUS_SESSION];
    switch (command->verb) {
    case TP_MIXER_POST:
        post(mixer, &command->voice);
        break;
    case TP_MIXER_CANCEL:
        tp_mixer_bus_sweep(mixer, session, is_older, command);
        break;
    case TP_MIXER_CUT:
        tp_mixer_bus_sweep(mixer, session, has_id, command);
        break;
    case TP_MIXER_CANCEL_NOW:
        tp_mixer_bus_sweep(mixer, &mixer->buses[TP_BUS_NOW], is_any, command);
        break;
    case TP_MIXER_RUN:
        mixer->running = command->run;
        break;
    case TP_MIXER_SEEK:
        seek(mixer, command);
        break;
    case TP_MIXER_GAIN:
        set_gain(mixer, command->gain.strip, command->gain.value);
        break;
    }
}

/* Takes over what the loop side asked for and returns how far the count may go. The allowance is
 * read before the commands, so that every cue posted before it was given is known; one from before
 * a seek says nothing about the count after it. */
static tp_frames listen(struct tp_mixer *mixer)
{
    uint64_t allowed = atomic_load_explicit(&mixer->allowed, memory_order_acquire);
    struct tp_mixer_command command;
    while (tp_ring_pop(&mixer->commands, &command))
        obey(mixer, &command);
    if (!mixer->running || tp_mixer_instant_generation(allowed) != mixer->generation)
        return 0;
    return tp_mixer_instant_frame(allowed);
}

/* A later wish can only end the sound sooner. */
static void listen_for_fade(struct tp_mixer *mixer)
{
    uint32_t frames = atomic_load_explicit(&mixer->fade_frames, memory_order_acquire);
    if (frames >= mixer->fade_asked)
        return;
    mixer->fade_asked = frames;
    if (mixer->fade.to > 0 || frames < mixer->fade.left)
        tp_ramp_aim(&mixer->fade, 0, frames);
}

/* ---- output ---- */

/* Lowers the session under words of the now bus. What sounds changes only between pieces. */
static void set_duck(struct tp_mixer *mixer)
{
    const struct tp_mixer_bus *now = &mixer->buses[TP_BUS_NOW];
    float aim = tp_mixer_bus_sounds(mixer, now, TP_STRIP_VOICE) ? ducked : 1;
    if (aim < mixer->duck.to || aim > mixer->duck.to)
        tp_ramp_aim(&mixer->duck, aim, TP_MIXER_DUCK_RAMP);
}

static void multiply(float *restrict samples, const float *restrict gains, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++)
        samples[i] *= gains[i];
}

static void add(float *restrict sum, const float *restrict samples, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++)
        sum[i] += samples[i];
}

/* What is steady at 1 is most of the time, and is passed over. */
static void apply(struct tp_ramp *ramp, float *left, float *right, uint32_t frames)
{
    float gains[TP_MIXER_PIECE];
    if (tp_ramp_is_one(ramp))
        return;
    tp_ramp_fill(ramp, gains, frames);
    multiply(left, gains, frames);
    multiply(right, gains, frames);
}

/* The sum of both buses, in the session's left and right. */
static void sum_buses(struct tp_mixer *mixer, uint32_t frames)
{
    struct tp_mixer_bus *session = &mixer->buses[TP_BUS_SESSION], *now = &mixer->buses[TP_BUS_NOW];
    apply(&mixer->duck, session->left, session->right, frames);
    if (!tp_mixer_bus_silent(mixer, now)) {
        tp_mixer_bus_mix(mixer, now, true, frames);
        add(session->left, now->left, frames);
        add(session->right, now->right, frames);
    }
    if (!tp_mixer_feel_silent(&mixer->feel))
        tp_mixer_feel_mix(&mixer->feel, mixer->strip_gains[TP_STRIP_TONE], session->left,
                          session->right, frames);
    apply(&mixer->strips[TP_STRIP_MASTER], session->left, session->right, frames);
    apply(&mixer->fade, session->left, session->right, frames);
}

static void send_out(struct tp_mixer *mixer, float *out, uint32_t frames)
{
    struct tp_mixer_bus *session = &mixer->buses[TP_BUS_SESSION];
    float *left = session->left, *right = session->right;
    for (uint32_t i = 0; mixer->mono && i < frames; i++)
        left[i] = right[i] = (left[i] + right[i]) * 0.5F;
    if (mixer->swap)
        tp_limiter_run(&mixer->limiter, right, left, out, frames);
    else
        tp_limiter_run(&mixer->limiter, left, right, out, frames);
}

/* Begins what is due, lets the session stand or go, and says how many of `frames` frames there are
 * until the next such change: at least one. */
static uint32_t settle(struct tp_mixer *mixer, tp_frames limit, uint32_t frames)
{
    struct tp_mixer_bus *session = &mixer->buses[TP_BUS_SESSION], *now = &mixer->buses[TP_BUS_NOW];
    bool going = session->clock < limit;
    if (frames > TP_MIXER_PIECE)
        frames = TP_MIXER_PIECE;
    if (going) {
        tp_mixer_bus_begin(mixer, session);
        frames = tp_mixer_bus_stretch(mixer, session, frames);
        if (limit - session->clock < frames)
            frames = (uint32_t)(limit - session->clock);
    } else if (mixer->going) {
        tp_mixer_bus_stand(mixer, session);
    }
    mixer->going = going;
    tp_mixer_bus_begin(mixer, now);
    return tp_mixer_bus_stretch(mixer, now, frames);
}

/* Renders as many of `frames` frames as fit before something changes. */
static uint32_t render_piece(struct tp_mixer *mixer, tp_frames limit, float *out, uint32_t frames)
{
    struct tp_mixer_bus *session = &mixer->buses[TP_BUS_SESSION], *now = &mixer->buses[TP_BUS_NOW];
    frames = settle(mixer, limit, frames);
    set_duck(mixer);
    for (int strip = 0; strip < TP_MIXER_STRIPS; strip++)
        tp_ramp_fill(&mixer->strips[strip], mixer->strip_gains[strip], frames);
    tp_mixer_bus_mix(mixer, session, mixer->going, frames);
    sum_buses(mixer, frames);
    send_out(mixer, out, frames);
    session->clock += mixer->going ? frames : 0;
    now->clock += frames;
    tp_mixer_bus_sweep(mixer, session, tp_mixer_voice_over, NULL);
    tp_mixer_bus_sweep(mixer, now, tp_mixer_voice_over, NULL);
    return frames;
}

void tp_mixer_render(struct tp_mixer *mixer, float *out, uint32_t frames)
{
    const struct tp_mixer_bus *session = &mixer->buses[TP_BUS_SESSION];
    listen_for_fade(mixer);
    tp_frames limit = listen(mixer), before = session->clock;
    for (uint32_t done = 0; done < frames;)
        done += render_piece(mixer, limit, out + 2 * (size_t)done, frames - done);
    atomic_store_explicit(&mixer->moving, session->clock > before, memory_order_relaxed);
    atomic_store_explicit(&mixer->pulled, (uint64_t)mixer->buses[TP_BUS_NOW].clock,
                          memory_order_release);
    atomic_store_explicit(&mixer->reached, tp_mixer_instant(mixer->generation, session->clock),
                          memory_order_release);
}
