/* A note and a breath, written into a canvas.
 *
 * Fast enough for the loop thread: sin, exp and pow are asked for once a block, all between is
 * recurrences in double precision. Must never hold state between two calls: a clip is a pure
 * function of its arguments. */
#include "audio/tone_shapes.h"

#include <math.h>
#include <stdint.h>

enum { BLOCK = 128, PARTIALS = 5 };

static const double PI = 3.14159265358979323846;

/* How far `side` leans, −1…+1. The language allows 0.6; at 0.5 the far ear has the second note
 * 5.3 dB down, so one ear alone still hears two notes. */
static const double LEAN = 0.5;

/* Partials above this are left out; the ear does without them, the sampling could not hold them. */
static const double HIGHEST_HZ = 20000;

struct timbre {
    tp_frames edge_frames;
    int count;
    double partials[PARTIALS];
};

/* BELL is the timbre of the language. HARD has partials 1/n: strong where the ear is keenest, and
 * with a single zero crossing up in each period, so its pitch stays plain. */
static const struct timbre timbres[] = {
    [TP_TIMBRE_BELL] = {TP_MS(8), 3, {1, 0.25, 0.08}},
    [TP_TIMBRE_SOFT] = {TP_MS(250), 3, {1, 0.25, 0.08}},
    [TP_TIMBRE_DRY] = {TP_MS(2), 3, {1, 0.25, 0.08}},
    [TP_TIMBRE_DULL] = {TP_MS(4), 1, {1}},
    [TP_TIMBRE_HARD] = {TP_MS(2), 5, {1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5}},
};

/* ---- note ---- */

/* A point that runs round the unit circle; its height is the sine. */
struct turning {
    double x, y;
};

static struct turning turning_at(double angle)
{
    return (struct turning){cos(angle), sin(angle)};
}

static struct turning turned(struct turning a, struct turning b)
{
    return (struct turning){a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x};
}

struct oscillator {
    struct turning phase;
    double radians;       /* per frame, now */
    double radians_ratio; /* over a block */
    double level, level_ratio;
    const double *partials;
    int count;
};

static struct oscillator oscillator_for(const struct tp_note *note, tp_frames frames)
{
    const struct timbre *timbre = &timbres[note->timbre];
    double to_hz = note->to_hz > 0 ? note->to_hz : note->hz;
    int room = (int)(HIGHEST_HZ / fmax(note->hz, to_hz));
    return (struct oscillator){
        .phase = {1, 0},
        .radians = 2 * PI * note->hz / TP_RATE,
        .radians_ratio = pow(to_hz / note->hz, (double)BLOCK / (double)frames),
        .level = pow(10, note->db / 20),
        .level_ratio = pow(10, note->rise_db / 20 / (double)frames),
        .partials = timbre->partials,
        .count = timbre->count < room ? timbre->count : room,
    };
}

/* All partials at one phase: sin kx = 2 cos x sin (k−1)x − sin (k−2)x. */
static double partials_at(const struct oscillator *o)
{
    double before = 0, sine = o->phase.y, sum = o->partials[0] * sine;
    for (int k = 1; k < o->count; k++) {
        double next = 2 * o->phase.x * sine - before;
        before = sine;
        sine = next;
        sum += o->partials[k] * sine;
    }
    return sum;
}

/* One block. Within it the frequency moves in a straight line, so that phase and frequency join
 * without a seam at the next; that is a millionth of a semitone from an even glide. */
static void oscillator_fill(struct oscillator *o, double block[BLOCK])
{
    double bend_radians = o->radians * (o->radians_ratio - 1) / BLOCK;
    struct turning turn = turning_at(o->radians + bend_radians / 2);
    struct turning bend = turning_at(bend_radians);
    for (int i = 0; i < BLOCK; i++) {
        block[i] = o->level * partials_at(o);
        o->phase = turned(o->phase, turn);
        turn = turned(turn, bend);
        o->level *= o->level_ratio;
    }
    o->radians *= o->radians_ratio;
}

/* Gain of a raised-cosine edge: 0 at the first and the last frame, 1 from `edge` frames inside. */
static double edge_gain(tp_frames frame, tp_frames frames, tp_frames edge)
{
    tp_frames inside = frame < frames - 1 - frame ? frame : frames - 1 - frame;
    if (inside >= edge)
        return 1;
    double sine = sin(PI / 2 * (double)inside / (double)edge);
    return sine * sine;
}

static void canvas_add(const struct tp_canvas *canvas, tp_frames at, double value,
                       const double gain[2])
{
    float *frame = &canvas->samples[at * canvas->channels];
    for (int c = 0; c < canvas->channels; c++)
        frame[c] += (float)(gain[c] * value);
}

void tp_canvas_add_note(const struct tp_canvas *canvas, const struct tp_note *note, tp_frames at,
                        tp_frames frames, const double gain[2])
{
    tp_frames edge = timbres[note->timbre].edge_frames;
    struct oscillator oscillator = oscillator_for(note, frames);
    double block[BLOCK];
    for (tp_frames begin = 0; begin < frames; begin += BLOCK) {
        oscillator_fill(&oscillator, block);
        tp_frames end = begin + BLOCK < frames ? begin + BLOCK : frames;
        for (tp_frames i = begin; i < end; i++)
            canvas_add(canvas, at + i, block[i - begin] * edge_gain(i, frames, edge), gain);
    }
}

/* ---- breath ---- */

/* Marsaglia's xorshift with his shifts 13, 17, 5: even noise, the same everywhere. */
static double noise_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return (double)(int32_t)*state / 2147483648.0;
}

/* A second-order band-pass with unity at its centre, in direct form: what it remembers are sounds,
 * not inner states, so that its centre can move without a jump. */
struct band_pass {
    double in1, in2, out1, out2;
    double b0, a1, a2;
};

static void band_pass_tune(struct band_pass *f, double hz)
{
    static const double q = 1.2; /* of the table */
    double radians = 2 * PI * hz / TP_RATE;
    double alpha = sin(radians) / (2 * q);
    f->b0 = alpha / (1 + alpha);
    f->a1 = -2 * cos(radians) / (1 + alpha);
    f->a2 = (1 - alpha) / (1 + alpha);
}

static double band_pass_next(struct band_pass *f, double in)
{
    double out = f->b0 * (in - f->in2) - f->a1 * f->out1 - f->a2 * f->out2;
    f->in2 = f->in1;
    f->in1 = in;
    f->out2 = f->out1;
    f->out1 = out;
    return out;
}

/* The raised sine at `frame`. A band-pass of one Q lets through noise in proportion to its centre;
 * taking that out keeps the swell even in time whichever way the centre moves. */
static double breath_level(tp_frames frame, tp_frames frames, double hz)
{
    double sine = sin(PI * (double)frame / (double)(frames - 1));
    return sine * sine * sqrt(1000 / hz);
}

void tp_canvas_add_breath(const struct tp_canvas *canvas, const struct tp_breath *breath,
                          double gain)
{
    struct band_pass filter = {0};
    uint32_t noise = 0x9E3779B9; /* any but zero: 2³² by the golden ratio */
    double octaves = log2(breath->to_hz / breath->hz);
    double level = 0; /* moves in a straight line from block to block */
    for (tp_frames begin = 0; begin < canvas->frames; begin += BLOCK) {
        tp_frames end = begin + BLOCK < canvas->frames ? begin + BLOCK : canvas->frames;
        double hz = breath->hz * exp2(octaves * (double)begin / (double)canvas->frames);
        double next = gain * breath_level(end < canvas->frames ? end : end - 1, canvas->frames, hz);
        double step = (next - level) / (double)(end - begin);
        band_pass_tune(&filter, hz);
        for (tp_frames i = begin; i < end; i++) {
            canvas->samples[i] += (float)(level * band_pass_next(&filter, noise_next(&noise)));
            level += step;
        }
    }
}

/* ---- the way out ---- */

/* The mixer's law: equal power, unity in the middle. */
void tp_tone_lean(double gain[2], double toward)
{
    double angle = (LEAN * toward + 1) * PI / 4;
    gain[0] *= sqrt(2) * cos(angle);
    gain[1] *= sqrt(2) * sin(angle);
}

static int16_t sample_of(float value)
{
    float scaled = fminf(fmaxf(value * 32768.0f, -32767.0f), 32767.0f);
    return (int16_t)(scaled < 0 ? scaled - 0.5f : scaled + 0.5f);
}

struct tp_clip *tp_canvas_clip(const struct tp_canvas *canvas)
{
    size_t count = (size_t)(canvas->frames * canvas->channels);
    struct tp_clip *clip = tp_clip_create((uint32_t)canvas->frames, (uint16_t)canvas->channels);
    for (size_t i = 0; clip && i < count; i++)
        clip->samples[i] = sample_of(canvas->samples[i]);
    return clip;
}
