/* Rules on the words that are spoken: what a voice says so that nobody understands it, and what is
 * not true in a recording. Each text is looked at once, however often it is said. */
#include "core/engine/check_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct phrase {
    const char *said;   /* whole words, in small letters */
    const char *better; /* what is understood instead */
    const char *heard;  /* what a recogniser of speech made of it; "": not asked */
};

/* Nobody but a student of anatomy knows the Latin ones by ear; the better words are lay words.
 * tests/bench/run words says what the recogniser makes of all of them by now. */
static const struct phrase mangled[] = {
    {"release slowly", "Let go", "really slowly"},
    {"ease off", "ease the pressure", "the zoloft"},
    {"lie prone", "lie on your stomach", "like around"},
    {"lie supine", "lie on your back", "bly said kind"},
    {"abdomen", "belly", "me and domain"},
    {"nape", "back of the neck", "and eight"},
    {"lbs", "pounds", "male vs"},
    {"oz", "ounces", "hours"},
    {"ft", "feet", "fifty"},
    {"deg", "degrees", "egg"},
    {"scm", "strap of the neck", "asean"},
    {"sternocleidomastoid", "strap of the neck", "mr no klein on asteroid"},
    {"tfl", "outside of the hip", ""},
    {"ql", "lower back", "canal"},
    {"pecs", "chest", "pegs"},
    {"glutes", "seat", "glitz"},
    {"infraspinatus", "flat shoulder blade", "interest by name is"},
    {"supraspinatus", "top of the shoulder blade", "super supply name is"},
    {"trapezius", "top of the shoulder", "trip easiest"},
    {"levator", "inner shoulder blade", "living there"},
    {"scapula", "shoulder blade", "this cat killing"},
    {"suboccipitals", "back of the head", "sub basic details"},
    {"suboccipital", "back of the head", "sub accent patel"},
    {"occiput", "back of the head", "occipital"},
    {"sternum", "middle of the chest", "mr known"},
    {"clavicle", "collar bone", "climate kill 'em"},
    {"pectoral", "chest", "pad carry on"},
    {"pectoralis", "chest", "pet care elise"},
    {"rhomboids", "muscle between the shoulder blades", "annoyance"},
    {"rhomboid", "muscle between the shoulder blades", "on blind"},
    {"gluteus", "seat", "oblivious"},
    {"piriformis", "seat", "pier it for months"},
    {"soleus", "back of the leg", "silliest"},
    {"gastrocnemius", "back of the leg", "catastrophe me yes"},
    {"tibialis", "front of the leg", "today list"},
    {"masseter", "side of the jaw", "an essay tear"},
    {"temporalis", "side of the head", "it and early so"},
    {"scalenes", "side of the neck", "scale lanes"},
    {"deltoid", "side of the shoulder", "delta lady"},
    {"lumbar", "lower back", "land are"},
    {"sacrum", "bottom of the spine", "sacrament"},
    {"coccyx", "bottom of the spine", "cob six"},
    {"psoas", "front of the hip", "cell has"},
    {"fascia", "tissue", "fashion"},
    {"teres", "back of the armpit", "that carries"},
    {"latissimus", "side of the back", "land is immense"},
    {"brachioradialis", "top of the forearm", "brain she area dealings"},
};

/* What a person is told at the keyboard, and a recording cannot keep. */
static const char *const untrue[] = {
    "any key",    "press a key", "hit a key", "arrow keys",  "keyboard",   "press enter",
    "hit enter",  "press space", "space bar", "the button",  "a button",   "any button",
    "the screen", "the pedal",   "answer me", "your answer", "the answer", "question",
    "questions",  "tell me",     "say yes",   "say no",      "say stop",   "click"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_part(char c)
{
    return isalnum((unsigned char)c) || c == '\'' || (unsigned char)c >= 0x80;
}

/* The words in small letters, one blank around each. */
static void put_plain(struct tp_buf *out, const char *text)
{
    tp_buf_puts(out, " ");
    for (; *text; text++) {
        char small = (char)tolower((unsigned char)*text);
        bool part = is_part(small);
        if (part || out->data[out->length - 1] != ' ')
            tp_buf_add(out, part ? &small : " ", 1);
        if (out->failed)
            return;
    }
    tp_buf_puts(out, " ");
}

/* Whether the words stand in a plain text. */
static bool stands_in(const char *words, const struct tp_buf *plain)
{
    char phrase[60];
    snprintf(phrase, sizeof phrase, " %s ", words);
    return !plain->failed && strstr(plain->data, phrase);
}

static const struct phrase *find_mangled(const char *text)
{
    struct tp_buf plain = {0};
    const struct phrase *found = NULL;
    put_plain(&plain, text);
    for (size_t i = 0; i < COUNT(mangled) && !found; i++)
        found = stands_in(mangled[i].said, &plain) ? &mangled[i] : NULL;
    tp_buf_finish(&plain);
    return found;
}

static const char *find_untrue(const char *text)
{
    struct tp_buf plain = {0};
    const char *found = NULL;
    put_plain(&plain, text);
    for (size_t i = 0; i < COUNT(untrue) && !found; i++)
        found = stands_in(untrue[i], &plain) ? untrue[i] : NULL;
    tp_buf_finish(&plain);
    return found;
}

/* True the first time that a text comes. */
static bool is_new(struct tp_intern *heard, const char *text)
{
    size_t before = heard->count;
    tp_intern(heard, text);
    return heard->count > before;
}

static int line_of(const struct tp_check *check, const struct tp_timeline *run,
                   const struct tp_timeline_cue *cue)
{
    int line = cue->step > 0 && cue->step <= run->step_count ? run->steps[cue->step - 1].line : 0;
    return tp_check_line_of(check, cue->text, line);
}

/* "4/10": said as a date or in tenths. */
static bool has_fraction(const char *text)
{
    for (const char *slash = strchr(text, '/'); slash; slash = strchr(slash + 1, '/'))
        if (slash > text && isdigit((unsigned char)slash[-1]) && isdigit((unsigned char)slash[1]))
            return true;
    return false;
}

/* The first word of capitals, "NOT"; its length is 0 when there is none. */
static size_t find_capitals(const char *text, const char **word)
{
    for (const char *at = text; *at;) {
        size_t capitals = 0, length = 0;
        for (; is_part(at[length]); length++)
            capitals += isupper((unsigned char)at[length]) != 0;
        *word = at;
        if (length > 1 && capitals == length && strncmp(at, "OK", length) != 0)
            return length;
        at += length ? length : 1;
    }
    return 0;
}

static void judge_text(struct tp_check *check, const struct tp_rule *rule, const char *text,
                       int line)
{
    char mend[100];
    const char *capitals;
    const struct phrase *phrase = find_mangled(text);
    size_t length = phrase ? 0 : find_capitals(text, &capitals);
    if (phrase) {
        snprintf(mend, sizeof mend, "“%s” is understood", phrase->better);
        if (*phrase->heard)
            tp_check_found(check, rule, line, mend, "“%s” is heard as “%s”", phrase->said,
                           phrase->heard);
        else
            tp_check_found(check, rule, line, mend, "“%s” is not understood by ear", phrase->said);
    }
    if (has_fraction(text))
        tp_check_found(check, rule, line, "write it as it is spoken: “four out of ten”",
                       "the slash between two numbers in “%s” is not understood by ear", text);
    if (length > 0)
        tp_check_found(check, rule, line,
                       "put what matters first, in a sentence of its own; and letters in full",
                       "capitals are not heard: “%.*s” is said like any word", (int)length,
                       capitals);
}

void tp_rule_mangled(struct tp_check *check, const struct tp_rule *rule,
                     const struct tp_timeline *run)
{
    for (size_t i = 0; i < run->cue_count; i++) {
        const struct tp_timeline_cue *cue = &run->cues[i];
        if (cue->type == TP_CUE_VOICE && is_new(&check->heard, cue->text))
            judge_text(check, rule, cue->text, line_of(check, run, cue));
    }
}

void tp_rule_untrue(struct tp_check *check, const struct tp_rule *rule,
                    const struct tp_timeline *run)
{
    for (size_t i = 0; i < run->cue_count; i++) {
        const struct tp_timeline_cue *cue = &run->cues[i];
        bool told = cue->type == TP_CUE_VOICE && cue->speech_class == TP_INSTRUCTION &&
                    cue->step > 0 && cue->step <= run->step_count;
        if (!told || strcmp(run->steps[cue->step - 1].kind, "ask") == 0 ||
            !is_new(&check->told, cue->text))
            continue;
        const char *words = find_untrue(cue->text);
        if (words)
            tp_check_found(check, rule, line_of(check, run, cue),
                           "leave it to ask{}, which a recording leaves out",
                           "“%s” speaks of “%s”, and in a recording of this there is none",
                           cue->text, words);
    }
}
