/* What the body really had: an entry of the ledger, which no replay changes.
 *
 * The session makes them as they happen and never again when it replays; whoever keeps them adds
 * the day and the session. Dose rules read the ledger. */
#ifndef TP_ENGINE_LEDGER_H
#define TP_ENGINE_LEDGER_H

#include "core/base/frames.h"
#include "core/base/value.h"

#include <stdint.h>

enum tp_ledger_kind {
    TP_LEDGER_PRESSED, /* a spot was pressed for `value` seconds without a break */
    TP_LEDGER_ANSWER,  /* a question for a number was answered with 8 or more (of 10) */
    TP_LEDGER_SYMPTOM  /* the routine noted a symptom: note{ symptom = "…" } */
};

/* Texts are borrowed for the call; "" where there is none. */
struct tp_ledger_entry {
    enum tp_ledger_kind kind;
    uint32_t
        number; /* in its session, from 1 on: one with a number that is there is the same one */
    uint32_t step;
    tp_frames offset; /* in the step: of the press's begin; of the answer, the note */
    const char *spot; /* pressed: id of the point, or the author's text; answer: the question */
    const char *side; /* pressed: left, right, both */
    struct tp_value value; /* pressed: seconds; answer: the number; symptom: what was noted */
};

#endif
