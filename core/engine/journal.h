/* The journal: a session's log as text, which only ever grows.
 *
 * The first line says what it is and in which format; then one sealed line a record
 * (sealed_line.h): what the session is (head, options, the routine's text, its modules), each
 * change of the log in the order in which it was made (insert, drop, rewind, cut), how far the
 * person was (mark), and how it ended. Whoever loads it makes the same changes to a log in memory.
 * A process may die, and a disk be full, at any byte: up to the last whole record all is there.
 * Pure: where the bytes go and come from is the caller's matter. [any thread] */
#ifndef TP_ENGINE_JOURNAL_H
#define TP_ENGINE_JOURNAL_H

#include "core/base/err.h"
#include "core/engine/log.h"
#include "core/script/script.h"

enum {
    TP_JOURNAL_FORMAT = 1,       /* one more whenever a program of before would misread it */
    TP_JOURNAL_OPTIONS = 64,     /* most that are read */
    TP_JOURNAL_MODULES = 256,    /* likewise */
    TP_JOURNAL_RECORDS = 1 << 20 /* of the log at once: ten for each step that there may be */
};

/* What the session is. Texts are borrowed when it is written (NULL: as ""), and the journal's own
 * when it was loaded. */
struct tp_journal_head {
    const char *program; /* version of the program that began it */
    uint64_t seed;
    int64_t started;      /* unix seconds, from 0 on */
    const char *name;     /* of the routine's file, as errors show it */
    const char *path;     /* of the routine's file, absolute */
    const char *voice;    /* name */
    double rate;          /* of the voice: 1 is the usual one */
    const char *language; /* of the routine: "en" */
};

/* How far the person was. */
struct tp_journal_mark {
    uint32_t step;
    tp_frames offset;  /* since the step's start */
    int64_t unix_ms;   /* when that was */
    tp_frames pressed; /* in the stretch of pressing that is not in the ledger yet */
    uint32_t entries;  /* of the ledger, by this session */
};

/* ---- writing: each adds whole lines, or nothing when memory ran out (`out->failed`) ---- */

/* The first line and the head; before everything else. */
void tp_journal_put_head(struct tp_buf *out, const struct tp_journal_head *head);
void tp_journal_put_option(struct tp_buf *out, const char *name, const char *value);

/* The routine's source. A second one takes the place of the first: the session went on in it. */
void tp_journal_put_text(struct tp_buf *out, const char *text, size_t length);

/* A module that the routine asked for; one of the same name takes its place. */
void tp_journal_put_module(struct tp_buf *out, const char *name, const char *shown,
                           const char *source, size_t length);

/* The changes of a log: a record put before the last `from_end` ones, the last one taken back,
 * tp_log_rewind and tp_log_cut. */
void tp_journal_put_insert(struct tp_buf *out, size_t from_end, const struct tp_record *record);
void tp_journal_put_drop(struct tp_buf *out);
void tp_journal_put_rewind(struct tp_buf *out, uint32_t step);
void tp_journal_put_cut(struct tp_buf *out, uint32_t step);

void tp_journal_put_mark(struct tp_buf *out, const struct tp_journal_mark *mark);

/* The session is over. Whatever is written after it takes that back: it went on. */
void tp_journal_put_end(struct tp_buf *out, const char *outcome);

/* ---- reading ---- */

struct tp_journal_module {
    char *name, *shown, *source; /* owned */
    size_t length;
};

struct tp_journal {
    struct tp_journal_head head;      /* texts owned */
    struct tp_script_option *options; /* owned, texts too */
    size_t option_count;
    char *text; /* owned; NULL: it was cut off before the routine's text */
    size_t text_length;
    bool rewritten;                    /* the text is not the one that it began with */
    struct tp_journal_module *modules; /* owned */
    size_t module_count;
    struct tp_log log;
    bool marked;
    struct tp_journal_mark mark; /* the last */
    char *outcome;               /* owned; NULL: the session did not end */
    size_t whole;                /* bytes up to the end of the last whole record */
    size_t records;              /* up to there, the head included */
    bool damaged;                /* what follows it is more than a record that was cut off */
};

/* Loads what is whole of `bytes`. 0 also when something follows that was cut off or damaged: it is
 * not taken. -TP_ENOENT: cut off before the head was whole; -TP_ENEWER: of a newer format;
 * -TP_EINVAL: no journal, or its head is damaged; -TP_ENOMEM; `err` then says so of "it", in a line
 * that wants the file's name before it. To be finished whatever it returns. */
int tp_journal_load(struct tp_journal *out, const char *bytes, size_t length, struct tp_err *err);
void tp_journal_finish(struct tp_journal *journal);

#endif
