/* What the files of plugin_child.h share: one plugin that is a program of its own. Room-internal.
 * [loop] */
#ifndef TP_HOST_PLUGIN_CHILD_INTERNAL_H
#define TP_HOST_PLUGIN_CHILD_INTERNAL_H

#include "core/host/plugin_child.h"
#include "core/host/plugin_messages.h"
#include "core/host/plugin_process.h"

#include <uv.h>

enum {
    CHILD_SPEECHES = 8,    /* that may wait for their answer */
    CHILD_LAST_WORDS = 160 /* bytes of what it wrote last for the log */
};

struct child_speech {
    uint64_t id; /* of the request; 0: none */
    uint64_t due_ns;
    struct plugin_speech speech; /* its texts are no longer there */
};

struct plugin_child {
    struct tp_plugin_link *link;
    const struct plugin_allowed *allowed;
    /* Of one start */
    struct plugin_process *process; /* NULL: none runs */
    char *folder;                   /* owned */
    uv_timer_t tick;
    uv_work_t removal; /* of the folder */
    struct plugin_limits limits;
    struct plugin_end end;
    bool greeted;          /* it answered initialize */
    bool deaf;             /* it has had its say, and is stopped */
    unsigned long refused; /* lines and readings that were left aside */
    uint64_t last_id;
    struct child_speech speeches[CHILD_SPEECHES];
    char last_words[CHILD_LAST_WORDS];
};

/* ---- plugin_child.c ---- */

/* It cannot go on like this: it is deaf from now on, and will be started again. */
void child_hang(struct plugin_child *child, const char *text);

/* What it said is left aside. Only of the first time in a start a word is said. */
void child_fault(struct plugin_child *child, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- plugin_child_hear.c: what it says ---- */

void child_hear(void *context, enum stream_line kind, const char *text, size_t length);
void child_hear_words(void *context, enum stream_line kind, const char *text, size_t length);

/* Words about what was left out since the last time, or in all of this start, for the log. */
void child_tell_lost_words(struct plugin_child *child);
void child_tell_lost(struct plugin_child *child);

/* ---- plugin_child_speak.c: what it is told ---- */

void child_initialize(struct plugin_child *child);
void child_refuse(struct plugin_child *child, const struct plugin_message *request);
int child_set(void *run, tp_device device, unsigned channel, struct tp_value value,
              unsigned lease_ms);
void child_event(void *run, const char *method, const char *line, size_t length);
void child_key(void *run, const char *key);

/* The answer to `id`, which is not initialize; false: nobody waits for it. */
bool child_answer_speech(struct plugin_child *child, const struct plugin_message *message);

/* Whether one waits for longer than it may. */
bool child_speech_is_late(const struct plugin_child *child, uint64_t now_ns);

/* Nobody will answer any more. */
void child_drop_speeches(struct plugin_child *child);

#endif
