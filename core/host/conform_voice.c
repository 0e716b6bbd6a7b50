/* A voice under test: that it speaks, says the same words twice the same way, and stops when it is
 * asked to. */
#include "core/host/conform_internal.h"
#include "core/host/plugin_child.h"
#include "core/host/plugin_object.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char piece[] = "let go, and let your shoulders drop.";
static const char long_piece[] =
    "sit tall, let your shoulders drop, breathe in, and breathe out, slowly and softly, and look "
    "straight ahead of you, with your hands in your lap, and your feet flat on the floor.";
static const float USUAL = 1, SLOW = 1.5F;
static const double LEAST_GAIN = 0.01, MOST_GAIN = 30;

enum { STOPPED_MS = 500, SPEAK_MS = 11000 /* after 10 s it is given up */ };

static bool never(void *context)
{
    (void)context;
    return false;
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

/* ---- of a shared object ---- */

static bool fail(struct conform *conform, const char *name, const char *what)
{
    conform_say(conform, TP_CONFORM_FAILED, "%s: %s", name, what);
    return false;
}

static bool is_wave(const struct tp_plugin_wave *wave)
{
    enum { LEAST_RATE = 8000, RATE = 48000 };
    return wave->frames > 0 && wave->samples && wave->rate >= LEAST_RATE && RATE % wave->rate == 0;
}

/* How many frames the piece has, the same samples both times; 0: told what is wrong. */
static uint32_t speaks_alike(struct conform *conform, const struct tp_plugin_voice *table,
                             void *voice, const char *name, float stretch)
{
    struct tp_plugin_wave waves[2] = {{0}, {0}};
    uint32_t frames = 0;
    bool spoken = true;
    for (int i = 0; i < 2 && spoken; i++)
        spoken = table->speak(voice, piece, stretch, never, NULL, &waves[i]) == 0;
    if (!spoken)
        fail(conform, name, "it cannot speak a plain sentence");
    else if (!is_wave(&waves[0]))
        fail(conform, name, "its wave has no frames, or not 8000–48000 of them a second");
    else if (waves[0].frames != waves[1].frames || waves[0].rate != waves[1].rate ||
             memcmp(waves[0].samples, waves[1].samples,
                    waves[0].frames * sizeof *waves[0].samples) != 0)
        fail(conform, name, "it says the same words twice, and not the same way");
    else
        frames = waves[0].frames;
    for (int i = 0; i < 2; i++)
        if (waves[i].samples)
            table->release(&waves[i]);
    return frames;
}

static bool stops(struct conform *conform, const struct tp_plugin_voice *table, void *voice,
                  const char *name)
{
    struct tp_plugin_wave wave = {0};
    uint64_t began_ms = conform_now_ms();
    int rc = table->speak(voice, long_piece, SLOW, at_once, NULL, &wave);
    if (rc == 0)
        table->release(&wave);
    if (rc != 0 && rc != -TP_PLUGIN_EAGAIN)
        return fail(conform, name, "asked to stop, it says that it cannot speak");
    return conform_now_ms() - began_ms <= STOPPED_MS ||
           fail(conform, name, "asked to stop, it goes on for more than 500 ms");
}

static bool voice_holds(struct conform *conform, const struct tp_plugin_voice *table,
                        const char *name)
{
    char error[200] = "";
    void *voice = NULL;
    if (table->open(name, &voice, error, sizeof error) < 0)
        return fail(conform, name, *error ? error : "it cannot be opened, and does not say why");
    double gain = (double)table->gain(voice);
    bool sound = (isfinite(gain) && gain >= LEAST_GAIN && gain <= MOST_GAIN) ||
                 fail(conform, name, "its gain is none");
    uint32_t usual = sound ? speaks_alike(conform, table, voice, name, USUAL) : 0;
    uint32_t slow = usual > 0 ? speaks_alike(conform, table, voice, name, SLOW) : 0;
    sound = slow > 0 && (slow > usual || fail(conform, name, "stretched, it is no slower"));
    sound = sound && stops(conform, table, voice, name);
    table->close(voice);
    return sound;
}

static bool refuses_others(struct conform *conform, const struct tp_plugin_voice *table)
{
    static const char nobody[] = "no_such_voice";
    char error[200] = "";
    void *voice = NULL;
    if (table->open(nobody, &voice, error, sizeof error) >= 0)
        return fail(conform, nobody, "it is opened all the same");
    return *error != '\0' || fail(conform, nobody, "it is refused without a word of why");
}

static void check_object(struct conform *conform)
{
    char *const *names = conform->manifest->voices;
    const struct tp_plugin_voice *table;
    struct tp_err err;
    unsigned count = 0;
    bool sound = true;
    if (tp_plugin_object_voice(conform->manifest, &table, &err) < 0) {
        conform_say(conform, TP_CONFORM_FAILED, "%s", err.text);
        return;
    }
    for (; sound && names[count]; count++)
        sound = voice_holds(conform, table, names[count]);
    if (sound && refuses_others(conform, table))
        conform_say(conform, TP_CONFORM_OK,
                    "%u of them speak, twice the same, slower when stretched, and stop when asked",
                    count);
}

/* ---- of a program ---- */

struct spoken {
    bool done;
    char *bytes; /* of the wave */
    size_t length;
    struct tp_err err;
};

static void take_wave(void *context, int wave, const struct tp_err *err)
{
    struct spoken *spoken = context;
    struct tp_buf bytes = {0};
    char block[4096];
    ssize_t length;
    spoken->done = true;
    if (wave < 0) {
        spoken->err = *err;
        return;
    }
    while ((length = read(wave, block, sizeof block)) > 0)
        tp_buf_add(&bytes, block, (size_t)length);
    close(wave);
    spoken->bytes = bytes.data;
    spoken->length = bytes.length;
}

static void speak(struct conform *conform, const char *name, struct spoken *spoken)
{
    const struct plugin_speech speech = {piece, name, (double)USUAL, take_wave, spoken};
    uint64_t until_ms = conform_now_ms() + SPEAK_MS;
    if (plugin_child_speak(conform->rig.link.run, &speech, &spoken->err) == 0)
        while (!spoken->done && !conform->rig.seen.ended && conform_now_ms() < until_ms)
            conform_wait(&conform->rig, NULL, 1);
}

static bool child_holds(struct conform *conform, const char *name)
{
    struct spoken first = {0}, second = {0};
    bool sound = false;
    speak(conform, name, &first);
    speak(conform, name, &second);
    if (first.err.code != 0)
        fail(conform, name, first.err.text);
    else if (!first.bytes || first.length < strlen("RIFF") ||
             memcmp(first.bytes, "RIFF", strlen("RIFF")) != 0)
        fail(conform, name, "what it answers is no wave file");
    else if (first.length != second.length || memcmp(first.bytes, second.bytes, first.length) != 0)
        fail(conform, name, "it says the same words twice, and not the same way");
    else
        sound = true;
    free(first.bytes);
    free(second.bytes);
    return sound;
}

static void check_program(struct conform *conform)
{
    unsigned count = 0;
    bool sound = true;
    for (; sound && conform->manifest->voices[count]; count++)
        sound = conform_lives(conform) && child_holds(conform, conform->manifest->voices[count]);
    if (sound)
        conform_say(conform, TP_CONFORM_OK, "%u of them speak, twice the same", count);
}

void conform_check_voice(struct conform *conform)
{
    conform_at(conform, "voices");
    if (!(conform->manifest->kinds & TP_PLUGIN_VOICE))
        conform_say(conform, TP_CONFORM_SKIPPED, "it is no voice");
    else if (!conform->manifest->voices[0])
        conform_say(conform, TP_CONFORM_FAILED, "its manifest names no voices");
    else if (conform->manifest->object)
        check_object(conform);
    else
        check_program(conform);
}
