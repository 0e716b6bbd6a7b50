/* What plan, render and run need before they begin: the routine's text, a voice, the world. */
#ifndef TP_CLI_PREPARE_H
#define TP_CLI_PREPARE_H

#include "core/cli/options.h"
#include "core/cli/routines.h"
#include "core/cli/voices.h"
#include "core/cli/world.h"
#include "core/engine/answers.h"
#include "core/engine/journal.h"
#include "core/engine/timeline.h"

/* What it is for: to know what would be heard, the same everywhere and for anybody; to keep that as
 * a recording; or for this person, now. */
enum tp_purpose { TP_TO_KNOW, TP_TO_RECORD, TP_TO_PLAY };

struct tp_prepared {
    struct tp_routine_file file;
    struct tp_voices *voices;
    struct tp_voice *voice;       /* one of them */
    struct tp_memory *memory;     /* NULL where there is no folder for it */
    struct tp_familiar *familiar; /* likewise */
    struct tp_tone_set *tones;    /* NULL: the table\'s */
    struct tp_choices choices;
    struct tp_answers *answers; /* --answers; NULL without */
    struct tp_fit fit;          /* for the choices: see shorten.h */
    struct tp_buf shorter;      /* what is left out, in words */
    struct tp_world world;
    struct tp_run_config run; /* all but log, out and dry is set */
};

/* Reads the routine that the options name, opens voice and memory, starts the watchdog. The result
 * must be finished even after an error. -TP_ENOENT, -TP_EIO, -TP_EVOICE, … with the line. */
int tp_prepare(struct tp_prepared *prepared, const struct tp_options *options,
               enum tp_purpose purpose, struct tp_err *err);

/* As tp_prepare to play, but the routine and its modules as they were kept. */
int tp_prepare_kept(struct tp_prepared *prepared, const struct tp_options *options,
                    const struct tp_journal *kept, struct tp_err *err);

/* Reads --answers, for a command that takes it: questions of dry runs are answered so. -TP_EUSAGE,
 * -TP_EIO with the line. */
int tp_prepare_answers(struct tp_prepared *prepared, const struct tp_options *options,
                       struct tp_err *err);

/* A dry run of its own, from the first question on: see tp_timeline_make. */
int tp_prepare_timeline(struct tp_prepared *prepared, const struct tp_run_config *run,
                        struct tp_timeline *out, struct tp_err *err);

/* Says on standard error what makes a dry run that was made less sure: that the voice cannot be
 * loaded, so that lengths are guessed. */
void tp_prepare_doubt(const struct tp_prepared *prepared);

void tp_prepare_finish(struct tp_prepared *prepared);

#endif
