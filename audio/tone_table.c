/* The table of the sound language: what each sound means, how long and loud it is, how it is made.
 *
 * Grammar: up = begin, press; down = let go, over; equal notes = change; noise = breath; dry knock
 * = I heard you; harsh and repeated = let go now. One chord, C major, so that nothing clashes.
 *
 * To change a level, change `level`. To change a sound, change its recipe, then put into `measured`
 * what the test `tone_level` prints; it holds every row within 1 dB. Numbers that the table of the
 * sound language leaves open (when a second note comes, how far a bell fades) are this program's
 * own: notes of one figure come 0.18–0.5 s apart, and bells are down by 36 dB at their end, so that
 * a sound is heard for as long as it is said to be. */
#include "audio/tone.h"
#include "audio/tone_shapes.h"
#include "core/base/text.h"

#include <string.h>

/* Equal temperament, A4 = 440 Hz. */
#define C4 261.6256
#define E4 329.6276
#define G4 391.9954
#define C5 523.2511
#define E5 659.2551
#define G5 783.9909

/* How far a bell has faded at its end: near silence, and still there. */
#define BELL (-36)

/* A decay of 25 ms over 80 ms, 12 ms over 50, 30 ms over 120: −8.69 dB each decay time. */
#define TICK (-27.8)
#define KNOCK (-36.2)
#define THUD (-34.7)

static const struct tp_tone_recipe open_recipe = {
    .count = 3,
    .notes = {{.at = 0, .hz = C5, .rise_db = BELL},
              {.at = 0.35, .hz = E5, .rise_db = BELL},
              {.at = 0.7, .hz = G5, .rise_db = BELL}},
    .measured = -1.55,
};

static const struct tp_tone_recipe start_recipe = {
    .count = 1,
    .notes = {{.hz = C5, .rise_db = BELL}},
    .measured = -7.33,
};

static const struct tp_tone_recipe next_recipe = {
    .count = 1,
    .notes = {{.hz = E5, .rise_db = BELL}},
    .measured = -9.76,
};

static const struct tp_tone_recipe press_recipe = {
    .count = 1,
    .notes = {{.hz = G4, .to_hz = C5, .rise_db = 10}},
    .measured = 9.30,
};

static const struct tp_tone_recipe inhale_recipe = {.breath = {350, 900}, .measured = -13.63};

static const struct tp_tone_recipe exhale_recipe = {.breath = {900, 300}, .measured = -13.86};

/* A chord in its closest place, each note easing in: nothing in it can be taken for a signal. C is
 * softer than what joins it, and gives way as they come: small speakers hear little of it, and most
 * of the power is to lie above 300 Hz. The breaths go on over it, for they tell how to breathe and
 * the chord only how long still; it has almost nothing where their centres move, above 400 Hz. */
static const struct tp_tone_recipe chord_recipe = {
    .count = 3,
    .notes = {{.hz = C4, .db = -0.5, .rise_db = -3, .timbre = TP_TIMBRE_SOFT},
              {.share = 1.0 / 3, .hz = E4, .timbre = TP_TIMBRE_SOFT},
              {.share = 2.0 / 3, .hz = G4, .timbre = TP_TIMBRE_SOFT}},
    .measured = 3.65,
};

static const struct tp_tone_recipe halfway_recipe = {
    .count = 2,
    .notes = {{.at = 0, .seconds = 0.18, .hz = E5, .rise_db = BELL},
              {.at = 0.18, .seconds = 0.18, .hz = E5, .rise_db = BELL}},
    .measured = -10.76,
};

static const struct tp_tone_recipe tick_recipe = {
    .count = 1,
    .notes = {{.hz = G5, .rise_db = TICK}},
    .measured = -2.00,
};

/* The glide is `press` mirrored: it begins at the −30 LUFS at which `press` ends and fades by the
 * 10 dB by which `press` swells. */
static const struct tp_tone_recipe end_recipe = {
    .count = 3,
    .notes = {{.at = 0, .seconds = 1.2, .hz = G5, .rise_db = BELL},
              {.at = 0.35, .seconds = 0.85, .hz = C5, .rise_db = BELL},
              {.at = 1.2, .seconds = 3, .hz = C5, .to_hz = G4, .db = -13, .rise_db = -10}},
    .measured = -3.80,
};

static const struct tp_tone_recipe side_recipe = {
    .count = 2,
    .notes = {{.at = 0, .seconds = 0.45, .hz = E5, .rise_db = BELL},
              {.at = 0.45, .seconds = 0.45, .hz = E5, .rise_db = BELL, .aside = true}},
    .stereo = true,
    .measured = -9.20,
};

static const struct tp_tone_recipe ask_recipe = {
    .count = 4,
    .notes = {{.at = 0, .seconds = 0.4, .hz = G4, .rise_db = BELL},
              {.at = 0.2, .seconds = 0.5, .hz = C5, .rise_db = BELL},
              {.at = 0.75, .seconds = 0.4, .hz = G4, .rise_db = BELL},
              {.at = 0.95, .seconds = 0.55, .hz = C5, .rise_db = BELL}},
    .measured = -6.27,
};

static const struct tp_tone_recipe attention_recipe = {
    .count = 1,
    .notes = {{.seconds = 0.13, .hz = 880, .timbre = TP_TIMBRE_HARD}},
    .period = 0.2,
    .measured = 0.54,
};

static const struct tp_tone_recipe ack_recipe = {
    .count = 1,
    .notes = {{.hz = 1200, .rise_db = KNOCK, .timbre = TP_TIMBRE_DRY}},
    .measured = -0.83,
};

static const struct tp_tone_recipe nak_recipe = {
    .count = 2,
    .notes = {{.at = 0, .seconds = 0.12, .hz = 440, .rise_db = THUD, .timbre = TP_TIMBRE_DULL},
              {.at = 0.13, .seconds = 0.12, .hz = 440, .rise_db = THUD, .timbre = TP_TIMBRE_DULL}},
    .measured = -1.15,
};

static const struct tp_tone_recipe pause_recipe = {
    .count = 2,
    .notes = {{.at = 0, .seconds = 0.3, .hz = C5, .rise_db = BELL},
              {.at = 0.25, .seconds = 0.35, .hz = G4, .rise_db = BELL}},
    .measured = -8.05,
};

static const struct tp_tone_recipe resume_recipe = {
    .count = 2,
    .notes = {{.at = 0, .seconds = 0.3, .hz = G4, .rise_db = BELL},
              {.at = 0.25, .seconds = 0.35, .hz = C5, .rise_db = BELL}},
    .measured = -8.04,
};

/* C4 is there to close, not to lead: 6 dB below, so that most of the power stays above 300 Hz. */
static const struct tp_tone_recipe done_recipe = {
    .count = 4,
    .notes = {{.at = 0, .hz = G5, .rise_db = BELL},
              {.at = 0.5, .hz = E5, .rise_db = BELL},
              {.at = 1, .hz = C5, .rise_db = BELL},
              {.at = 1, .hz = C4, .db = -6, .rise_db = BELL}},
    .measured = -0.18,
};

/* Pressure feedback. Both pulses sound for about 60–70 % of their period and are told apart by
 * pitch and by tempo. */
static const struct tp_tone_recipe below_recipe = {
    .count = 1,
    .notes = {{.seconds = 0.35, .hz = G4, .rise_db = -24}},
    .period = 0.5,
    .measured = -8.76,
};

static const struct tp_tone_recipe within_recipe = {
    .count = 1,
    .notes = {{.hz = C5, .timbre = TP_TIMBRE_SOFT}},
    .measured = -0.28,
};

static const struct tp_tone_recipe above_recipe = {
    .count = 1,
    .notes = {{.seconds = 0.1, .hz = G5, .rise_db = -12}},
    .period = 1.0 / 6,
    .measured = -6.71,
};

/* name, meaning, seconds, stretches, level, scale, recipe */
static const struct tp_tone_info table[] = {
    {"open", "the session begins", 2.3, false, -24, TP_TONE_LUFS, &open_recipe},
    {"start", "now it counts", 0.7, false, -24, TP_TONE_LUFS, &start_recipe},
    {"next", "something new is said", 0.4, false, -26, TP_TONE_LUFS, &next_recipe},
    {"press", "press slowly until it stops rising", 5, true, -30, TP_TONE_LUFS, &press_recipe},
    {"inhale", "breathe in", 4, true, -35, TP_TONE_LUFS, &inhale_recipe},
    {"exhale", "breathe out", 6, true, -38, TP_TONE_LUFS, &exhale_recipe},
    {"chord", "the hold fills", 6, true, -36, TP_TONE_LUFS, &chord_recipe},
    {"halfway", "half is done", 0.36, false, -29, TP_TONE_LUFS, &halfway_recipe},
    {"tick", "the last three of a movement", 0.08, false, -14, TP_TONE_PEAK, &tick_recipe},
    {"end", "let go, slowly", 4.2, false, -20, TP_TONE_LUFS, &end_recipe},
    {"side", "change sides", 0.9, false, -24, TP_TONE_LUFS, &side_recipe},
    {"ask", "something is wanted of you", 1.5, false, -22, TP_TONE_LUFS, &ask_recipe},
    {"attention", "let go now", 0.73, false, -19, TP_TONE_LUFS, &attention_recipe},
    {"ack", "heard you", 0.05, false, -14, TP_TONE_PEAK, &ack_recipe},
    {"nak", "not understood", 0.25, false, -15, TP_TONE_PEAK, &nak_recipe},
    {"pause", "time stands", 0.6, false, -24, TP_TONE_LUFS, &pause_recipe},
    {"resume", "time goes on", 0.6, false, -24, TP_TONE_LUFS, &resume_recipe},
    {"done", "it is over", 3.5, false, -22, TP_TONE_LUFS, &done_recipe},
    {"below", "a little more pressure", 2, true, -28, TP_TONE_LUFS, &below_recipe},
    {"within", "just right", 2, true, -36, TP_TONE_LUFS, &within_recipe},
    {"above", "ease off", 2, true, -26, TP_TONE_LUFS, &above_recipe},
};

static const struct tp_tone_recipe plain_recipe = {
    .count = 1,
    .notes = {{.rise_db = BELL}},
    .measured = -7.33,
};

/* Measured like `start`, so that the two have one amplitude. */
const struct tp_tone_info tp_tone_plain = {"",  "a plain note", 0.7,          true,
                                           -24, TP_TONE_LUFS,   &plain_recipe};

const struct tp_tone_info *tp_tone_table(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

const struct tp_tone_info *tp_tone_find(const char *name)
{
    for (size_t i = 0; name && i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return NULL;
}

const char *tp_tone_nearest(const char *name)
{
    enum { ROWS = sizeof table / sizeof table[0] };
    const char *names[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        names[i] = table[i].name;
    return tp_text_nearest(name, names, ROWS);
}
