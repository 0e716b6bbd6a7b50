/* Whether a plugin keeps what it promises: `tprun plugins --test`.
 *
 * It is started, listened to, sent what is right and what is wrong, and ended, as in a session, and
 * each thing that was looked at is told with what came of it. What is tried runs in a process of
 * its own: a plugin that crashes there ends nothing else. Blocks for some seconds. */
#ifndef TP_HOST_CONFORM_H
#define TP_HOST_CONFORM_H

#include "core/base/err.h"

#include <stddef.h>

enum tp_conform_verdict {
    TP_CONFORM_OK,
    TP_CONFORM_FAILED, /* the text says what was expected */
    TP_CONFORM_SKIPPED /* the text says why */
};

/* One thing that was looked at. Texts are borrowed for the call. */
struct tp_conform_line {
    enum tp_conform_verdict verdict;
    const char *check; /* "manifest", "stop" … */
    const char *text;
};

struct tp_conform_config {
    /* The folder of a plugin, its manifest or its shared object, or a command line; then, after a
     * colon, settings, as tp_plugins_load takes them. */
    const char *spec;
    const char *const *folders; /* where an id is looked for */
    size_t folder_count;
    const char *program_version;
    void (*line)(void *context, const struct tp_conform_line *line);
    void *context;
};

/* How many of the checks failed. -TP_EUSAGE: there is nothing to test at `spec`, or its settings
 * are wrong; -TP_EIO, -TP_ENOMEM. */
int tp_conform(const struct tp_conform_config *config, struct tp_err *err);

#endif
