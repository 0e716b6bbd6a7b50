/* What a plugin says of itself before anything of it runs: plugin.json, beside it.
 *
 * Read strictly: a key that is not known is a mistake, with the nearest right one named, so that a
 * setting or a safe value is never left out in silence. Runs nothing of the plugin. [loop] */
#ifndef TP_HOST_PLUGIN_MANIFEST_H
#define TP_HOST_PLUGIN_MANIFEST_H

#include "core/base/err.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>

enum tp_option_kind { TP_OPTION_TEXT, TP_OPTION_NUMBER, TP_OPTION_CHOICE, TP_OPTION_TRUTH };

/* A setting that the person may give. */
struct tp_option {
    char *name, *about; /* about: "" without one */
    enum tp_option_kind kind;
    struct tp_value standard; /* what it is when nobody says; a text is owned */
    double min, max;          /* of a number */
    char **choices;           /* of a choice; NULL at the end */
};

/* Something that must be there before it can run: a program on PATH, or a file. */
struct tp_need {
    char *command, *file; /* one of them, the other NULL */
    char *package;        /* the Debian package that brings it; "" none */
    char *about;          /* what it is for; "" without one */
};

/* What an output channel falls to. */
struct tp_safe {
    char *channel, *value; /* value: "off", "restore", or a value as a text */
};

/* Everything in it is owned. Lists of texts end in NULL. */
struct tp_manifest {
    char *file, *folder;       /* absolute paths; the folder without a slash at its end */
    char *id, *name, *version; /* id "": a command that is tried out without a manifest */
    unsigned kinds;            /* of enum tp_plugin_kind, or-ed; 0: of such a command, any */
    char *object;              /* absolute path of a shared object, or NULL: then it is a command */
    char **command; /* program (absolute, or a bare name to be looked for on PATH), arguments */
    struct tp_option *options;
    size_t option_count;
    struct tp_safe *safe;
    size_t safe_count;
    struct tp_need *needs;
    size_t need_count;
    char **events, **keys, **voices; /* empty lists without */
    char *keys_setting; /* the truth with which it takes its keys; "": it always does */
};

/* Reads the manifest at `path`. -TP_EINVAL: it is wrong, and how; -TP_ENOENT; -TP_EIO; -TP_ENOMEM;
 * each text begins with the file. What was read is to be freed only after 0. */
int tp_manifest_read(struct tp_manifest *manifest, const char *path, struct tp_err *err);
void tp_manifest_finish(struct tp_manifest *manifest); /* zero is fine */

/* Whether all that it needs is here, its own program too. -TP_EDEVICE: a sentence that says what is
 * missing and which package brings it. */
int tp_manifest_needs(const struct tp_manifest *manifest, struct tp_err *err);

/* The option of that name, or NULL. */
const struct tp_option *tp_manifest_option(const struct tp_manifest *manifest, const char *name);

/* Whether it asks for this event; "*" asks for all. */
bool tp_manifest_wants(const struct tp_manifest *manifest, const char *event);

/* What the manifest says that the channel falls to; NULL: nothing. */
const char *tp_manifest_safe(const struct tp_manifest *manifest, const char *channel);

#endif
