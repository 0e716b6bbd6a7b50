/* What was chosen for this run: how many words, what pace, which side, which points.
 *
 * Filled before a run begins; a run and a worker's dry run read it and change nothing. */
#ifndef TP_CLI_CHOICES_H
#define TP_CLI_CHOICES_H

#include "core/base/value.h"
#include "core/engine/fit.h"

#include <stdbool.h>
#include <stddef.h>

struct tp_choices {
    const char *words;       /* full, normal, brief, tones, auto */
    double pace;             /* of time that does not count; 1 = as written */
    double speed;            /* of silence; 1 = as written */
    const char *side;        /* left, right; NULL = both */
    const char *hold_sound;  /* chord: heard all through a hold; breath or NULL: breaths alone */
    const char *const *skip; /* points that are left out */
    size_t skip_count;
    bool recording;           /* it becomes one: who hears it has no key, no voice and no screen */
    bool require_sensor;      /* a hold that needs a sensor ends the session where there is none */
    bool unanswered;          /* no key and no command reaches it: nobody can answer a question */
    const struct tp_fit *fit; /* what is left out to be in time; NULL = nothing. Borrowed */
    const char *left, *right; /* what the person calls the sides; NULL: so */
};

/* The answer to an input of kind "words", "choice" or "name" (core/script/script.h); nil when
 * nothing was chosen. Borrowed. */
struct tp_value tp_choices_words(const struct tp_choices *choices);
struct tp_value tp_choices_find(const struct tp_choices *choices, const char *key);
struct tp_value tp_choices_name(const struct tp_choices *choices, const char *key);

#endif
