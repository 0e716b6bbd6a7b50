/* How much a plugin that is a program of its own may say, and for how long it may say nothing.
 *
 * Pure: it is told what comes and what time it is. Room-internal. */
#ifndef TP_HOST_PLUGIN_LIMITS_H
#define TP_HOST_PLUGIN_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is allowed. Counts are of any one second. */
struct plugin_allowed {
    unsigned lines;
    unsigned readings; /* more are left out */
    unsigned changes;  /* lines that are no readings: devices, commands, status */
    unsigned words;    /* lines for the log; more are left out */
    uint64_t bytes;
    uint64_t unread_ms; /* what was sent to it may stay unread for so long */
    uint64_t silent_ms; /* what promises readings may say nothing for so long */
    uint64_t behind_ms; /* reading it may take most of the time for so long */
    unsigned look_ms;   /* from one look at it to the next */
    uint64_t mute_ms;   /* it may go on for so long with its standard output closed */
};

extern const struct plugin_allowed plugin_allowed_usually;

struct plugin_limits {
    const struct plugin_allowed *allowed; /* borrowed */
    uint64_t second_ns;                   /* when the one began that is counted */
    unsigned lines, readings, changes, words;
    uint64_t bytes_ns, said_bytes; /* when the second of bytes began, and what was said before */
    uint64_t looked_ns, busy_ns;   /* the last look, and what it took to read it until then */
    uint64_t read_bytes;
    /* When it last read, said a line, was open, let the program catch up */
    uint64_t read_ns, heard_ns, open_ns, caught_up_ns;
    unsigned long lost_readings, lost_words;
};

void plugin_limits_begin(struct plugin_limits *limits, const struct plugin_allowed *allowed,
                         uint64_t now_ns);

/* A line came, of either output. False: it floods. */
bool plugin_limits_line(struct plugin_limits *limits, uint64_t now_ns);

/* It is one that is no reading. False: it floods. */
bool plugin_limits_change(struct plugin_limits *limits);

/* Readings came: how many of them may go on. The others are counted as lost. */
size_t plugin_limits_readings(struct plugin_limits *limits, size_t count);

/* It is a line for the log: whether it may go on. */
bool plugin_limits_words(struct plugin_limits *limits);

/* What it does as seen from its pipes, some times a second. */
struct plugin_signs;

/* NULL, or what is the matter, in words to follow its name and a colon. `promises`: one of its
 * devices says how many readings come. */
const char *plugin_limits_look(struct plugin_limits *limits, const struct plugin_signs *signs,
                               bool promises, uint64_t now_ns);

#endif
