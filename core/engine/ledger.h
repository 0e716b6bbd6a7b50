/* The ledger: what the body really had, which no replay changes.
 *
 * The session makes its entries as they happen and never again when it replays; whoever keeps them
 * adds the day and the session. It is the person's, over all sessions: a text that only grows
 * (sealed_line.h), which dose rules read. A damaged line is one entry less, never an end. Pure:
 * where the bytes go and come from is the caller's matter. [any thread] */
#ifndef TP_ENGINE_LEDGER_H
#define TP_ENGINE_LEDGER_H

#include "core/base/err.h"
#include "core/base/frames.h"
#include "core/base/text.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TP_LEDGER_FORMAT = 1,     /* one more whenever a program of before would misread it */
    TP_LEDGER_RECORDS = 20000 /* most that are kept in memory: the latest */
};

enum tp_ledger_kind {
    TP_LEDGER_PRESSED, /* a spot was pressed for `value` seconds without a break; where a sensor
                          felt it, those with weight on it, in the band or not */
    TP_LEDGER_ANSWER,  /* a question for a number was answered with 8 or more (of 10) */
    TP_LEDGER_SYMPTOM, /* the routine noted a symptom: note{ symptom = "…" } */
    TP_LEDGER_FELT     /* a press that a sensor felt is over; its figures as NAME=VALUE …, see
                         run_figures.c */
};

/* Texts are borrowed for the call; "" where there is none. */
struct tp_ledger_entry {
    enum tp_ledger_kind kind;
    uint32_t number; /* in its session, from 1 on: one with a number that is there is the same */
    uint32_t step;
    tp_frames offset; /* in the step: of the press's begin; of the answer, the note */
    const char
        *spot; /* pressed, felt: id of the point, or the author's text; answer: the question */
    const char *side;      /* pressed, felt: left, right, both */
    struct tp_value value; /* pressed: seconds; answer: the number; symptom: what was noted; felt:
                              the figures, a text */
};

struct tp_ledger_record {
    int64_t unix_s;      /* when, from 0 on */
    const char *session; /* in which: its log's file name */
    struct tp_ledger_entry entry;
};

/* ---- writing: whole lines, or nothing when memory ran out (`out->failed`) ---- */

void tp_ledger_put_first(struct tp_buf *out); /* before everything else */
void tp_ledger_put(struct tp_buf *out, const struct tp_ledger_record *record);

/* ---- what is known of the past ---- */

/* Zero is an empty one. */
struct tp_ledger {
    struct tp_ledger_record *records; /* owned, texts too; in the order of the file */
    size_t count, capacity;
    size_t good;    /* lines that were read, those of long ago too */
    size_t damaged; /* lines that are not as they were written */
    size_t whole;   /* bytes up to the end of the last line; what follows was cut off */
};

/* The first line: how many bytes it has. -TP_ENOENT: it was cut off; -TP_ENEWER, -TP_EINVAL: of a
 * newer format, or no ledger; `err` then says so of "it". */
int tp_ledger_read_first(const char *bytes, size_t length, struct tp_err *err);

/* Reads the lines of `bytes`, and keeps the entries from `from_s` on. 0 or -TP_ENOMEM. To be
 * finished whatever it returns. */
int tp_ledger_load(struct tp_ledger *out, const char *bytes, size_t length, int64_t from_s);

/* Adds a copy; the oldest make room. 0 or -TP_ENOMEM. */
int tp_ledger_keep(struct tp_ledger *ledger, const struct tp_ledger_record *record);

/* The highest number of an entry of that session; 0: it has none. */
uint32_t tp_ledger_last(const struct tp_ledger *ledger, const char *session);

void tp_ledger_finish(struct tp_ledger *ledger);

#endif
