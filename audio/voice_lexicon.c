/* The lexicon: a small table, looked through from the top. Must hold only words that were checked
 * against what the voice really says. */
#include "audio/voice_lexicon.h"

#include <string.h>

/* Right pronunciations are those of common English dictionaries; what flite makes of a spelling
 * was read from the phones of its Segment relation. Entries with `before` stand ahead of the same
 * word without. */
const struct tp_voice_respelling tp_voice_lexicon[] = {
    /* everyday words that are written alike and said otherwise */
    {"close", "your the both them it", "cloze", false},
    {"wind", "down up", "wined", false},
    {"it", "band bands", "eye tee", false},
    {"alternate", "sides hands arms legs left right the your between", "alternait", false},
    {"lead", NULL, "leed", false},
    {"read", NULL, "reed", false},
    {"live", NULL, "liv", false},
    {"wound", NULL, "woond", false},

    /* everyday words that flite's lexicon or rules miss */
    {"exhaling", NULL, "ex hailing", false},
    {"exhales", NULL, "ex hails", false},
    {"inhales", NULL, "in hails", false},
    {"ribcage", NULL, "rib cage", false},
    {"haven't", NULL, "have not", false},
    {"we're", NULL, "weer", false},
    {"physiotherapist", NULL, "physio therapist", false},
    {"physiotherapy", NULL, "physio therapy", false},
    {"pilates", NULL, "pillahtees", false},
    {"tprun", NULL, "tee pee run", false},

    /* massage */
    {"effleurage", NULL, "effle raj", false},
    {"petrissage", NULL, "petri sodge", false},
    {"tapotement", NULL, "tapoatment", false},
    {"myofascial", NULL, "myofashul", false},
    {"fascia", NULL, "fasha", false},

    /* muscles and bones */
    {"trapezius", NULL, "trapeezius", false},
    {"levator", NULL, "le vaytor", false},
    {"suboccipital", NULL, "sub occipital", false},
    {"suboccipitals", NULL, "sub oksipitals", false},
    {"occiput", NULL, "oksiput", false},
    {"cranial", NULL, "craynial", false},
    {"pterygoid", NULL, "terry goyd", false},
    {"hyoid", NULL, "high oyd", false},
    {"scalene", NULL, "skayleen", false},
    {"scalenes", NULL, "skay leens", false},
    {"infraspinatus", NULL, "infra spy naytus", false},
    {"supraspinatus", NULL, "supra spy naytus", false},
    {"teres", NULL, "terreez", false},
    {"serratus", NULL, "serraytus", false},
    {"latissimus", NULL, "lattissimus", false},
    {"lats", NULL, "latts", false},
    {"triceps", NULL, "try seps", false},
    {"extensor", NULL, "ex tensor", false},
    {"digastric", NULL, "die gastric", false},
    {"adductor", NULL, "a ductor", false},
    {"adductors", NULL, "a ductors", false},
    {"psoas", NULL, "so az", false},
    {"soleus", NULL, "soleeyus", false},
    {"spinae", NULL, "spynee", false},
    {"coccyx", NULL, "cock six", false},

    /* shortenings; some only for their full stop */
    {"approx", NULL, "approximately", true},
    {"e.g", NULL, "for example", true},
    {"i.e", NULL, "that is", true},
    {"vs", NULL, "versus", true},
    {"dr", NULL, "doctor", true},
    {"mr", NULL, "mister", true},
    {"mrs", NULL, "missus", true},
    {"ms", NULL, "miz", true},
};

const size_t tp_voice_lexicon_size = sizeof tp_voice_lexicon / sizeof *tp_voice_lexicon;

/* True if `word` is one of the words of `list`, which are parted by single spaces. */
static bool is_among(const char *word, const char *list)
{
    size_t length = strlen(word);
    for (const char *at = list; *at; at += strspn(at, " ")) {
        size_t here = strcspn(at, " ");
        if (here == length && memcmp(at, word, length) == 0)
            return true;
        at += here;
    }
    return false;
}

const struct tp_voice_respelling *tp_voice_lexicon_find(const char *word, const char *next)
{
    for (size_t i = 0; i < tp_voice_lexicon_size; i++) {
        const struct tp_voice_respelling *entry = &tp_voice_lexicon[i];
        if (strcmp(entry->word, word) == 0 && (!entry->before || is_among(next, entry->before)))
            return entry;
    }
    return NULL;
}

const char *tp_voice_lexicon_unit(const char *word, bool one)
{
    static const char *const units[][3] = {
        {"s", "second", "seconds"},
        {"ms", "millisecond", "milliseconds"},
        {"sec", "second", "seconds"},
        {"secs", "second", "seconds"},
        {"min", "minute", "minutes"},
        {"mins", "minute", "minutes"},
        {"h", "hour", "hours"},
        {"mm", "millimeter", "millimeters"},
        {"cm", "centimeter", "centimeters"},
        {"m", "meter", "meters"},
        {"km", "kilometer", "kilometers"},
        {"g", "gram", "grams"},
        {"kg", "kilogram", "kilograms"},
        {"ml", "milliliter", "milliliters"},
        {"l", "liter", "liters"},
        {"n", "newton", "newtons"},
        {"hz", "hertz", "hertz"},
        {"khz", "kilohertz", "kilohertz"},
        {"db", "decibel", "decibels"},
        {"x", "time", "times"},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i][0], word) == 0)
            return units[i][one ? 1 : 2];
    return NULL;
}
