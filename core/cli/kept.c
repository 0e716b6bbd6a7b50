/* A session that can go on. Must never offer one that came to its end. */
#include "core/cli/kept.h"

#include "core/base/text.h"
#include "core/cli/folders.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int64_t minute_ms = 60000, hour_ms = 3600000, day_ms = 86400000;

/* The opening: nothing was done yet that is worth going on with. */
enum { OPENING = 1 };

int64_t tp_kept_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void name_of(const struct tp_kept_session *kept, char name[64])
{
    char clean[64];
    tp_text_clean(clean, sizeof clean, kept->journal.head.name, strlen(kept->journal.head.name));
    char *dot = strrchr(clean, '.');
    if (dot && dot != clean)
        *dot = '\0';
    snprintf(name, 64, "%s", clean);
}

/* A clock that was set back makes it "just now". */
static int64_t age_ms(const struct tp_kept_session *kept)
{
    int64_t age = tp_kept_clock_ms() - kept->journal.mark.unix_ms;
    return age > 0 ? age : 0;
}

int tp_kept_find(struct tp_kept_session *out, struct tp_err *err)
{
    struct tp_err note = {0};
    char name[64];
    char *state = tp_folder_own(TP_FOLDER_STATE, NULL);
    int rc = -TP_ENOENT;
    *out = (struct tp_kept_session){0};
    if (state)
        rc = tp_sessions_newest(state, out, &note);
    free(state);
    if (note.code)
        fprintf(stderr, "tprun: %s\n", note.text);
    if (rc == -TP_ENOMEM)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    if (rc < 0 || out->journal.mark.step <= OPENING)
        return tp_err_set(err, TP_ENOENT, "there is no session to go on with");
    if (age_ms(out) <= day_ms)
        return 0;
    name_of(out, name);
    return tp_err_set(err, TP_ENOENT,
                      "%s was left more than a day ago, too long to go on; tprun %s begins anew",
                      name, name);
}

static void print_age(char text[40], int64_t age)
{
    int64_t count = age >= hour_ms ? age / hour_ms : age / minute_ms;
    const char *unit = age >= hour_ms ? "hour" : "minute";
    if (age < minute_ms)
        snprintf(text, 40, "just now");
    else
        snprintf(text, 40, "%" PRId64 " %s%s ago", count, unit, count == 1 ? "" : "s");
}

const char *tp_kept_tell(const struct tp_kept_session *kept, char line[TP_KEPT_LINE])
{
    char name[64], age[40];
    name_of(kept, name);
    print_age(age, age_ms(kept));
    snprintf(line, TP_KEPT_LINE, "%s was left %s, at step %u.", name, age,
             (unsigned)kept->journal.mark.step);
    return line;
}

/* A value is cut up where it is read: it is the journal's own, in memory that may be written. */
static char *own_text(const char *text)
{
    union {
        const char *given;
        char *own;
    } value = {.given = text};
    return value.own;
}

int tp_kept_settings(struct tp_options *options, struct tp_kept_session *kept, struct tp_err *err)
{
    const struct tp_journal *journal = &kept->journal;
    int rc = 0;
    if (options->lasting)
        return tp_err_set(err, TP_EUSAGE, "a session goes on as it was begun, without %s",
                          options->lasting);
    for (size_t i = 0; rc == 0 && i < journal->option_count; i++) {
        const struct tp_script_option *one = &journal->options[i];
        if (strncmp(one->name, "--", 2) == 0)
            rc = tp_options_take(options, one->name, own_text(one->value), err);
        else if (options->value_count < TP_ROUTINE_OPTIONS)
            options->values[options->value_count++] = *one;
    }
    options->seed = journal->head.seed;
    return rc;
}
