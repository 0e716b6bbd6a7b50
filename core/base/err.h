/* Error codes and error text for the whole program.
 *
 * Every function that can fail returns 0 (or a count) or a negative `-TP_E…`. Where a person will
 * read why, the caller also hands in a `struct tp_err`. Never prints anything. [any thread] */
#ifndef TP_BASE_ERR_H
#define TP_BASE_ERR_H

enum tp_error_code {
    TP_EINVAL = 1, /* an argument is out of range: a mistake of the caller */
    TP_ENOMEM,     /* out of memory, or over the routine's memory limit */
    TP_EIO,        /* reading or writing failed: check disk and permissions */
    TP_ENOENT,     /* no such file, name or entry */
    TP_EAGAIN,     /* not yet: ask again later, or the queue is full */
    TP_ELIMIT,     /* over a limit of time, size or count */
    TP_ESCRIPT,    /* the routine has a mistake; the text says file, line and what is allowed */
    TP_EDEVICE,    /* a device is missing or failed */
    TP_EVOICE,     /* no such voice, or it cannot speak this */
    TP_ETIMEOUT,   /* did not answer in time */
    TP_EUSAGE,     /* wrong command line */
    TP_ENEWER      /* a file of a newer program: it is left as it is */
};

/* Room for one line: a path, a line number and a sentence. */
struct tp_err {
    int code; /* a positive TP_E…, 0 when nothing failed */
    char text[480];
};

/* Writes code and text into `err` (may be NULL) and returns -code, so that a function can end with
 * `return tp_err_set(err, TP_EIO, "…")`. Control bytes of the arguments are not escaped here. */
int tp_err_set(struct tp_err *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A few words for a code, positive or negative; a static string, never NULL. */
const char *tp_strerror(int code);

#endif
