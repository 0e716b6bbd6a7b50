/* tprun resume: goes on with the session that was cut off or left. */
#include "core/cli/commands.h"
#include "core/cli/folders.h"
#include "core/cli/kept.h"
#include "core/cli/live.h"
#include "core/cli/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whoever mended the routine meanwhile may wonder. */
static void look_at_file(const struct tp_journal *journal, char note[TP_KEPT_LINE])
{
    struct tp_buf now = {0};
    struct tp_err none;
    char name[100];
    int rc = tp_source_read(journal->head.path, journal->head.name, &now, &none);
    bool same = rc == 0 && now.length == journal->text_length &&
                (now.length == 0 || memcmp(now.data, journal->text, now.length) == 0);
    tp_text_clean(name, sizeof name, journal->head.name, strlen(journal->head.name));
    note[0] = '\0';
    if (!same)
        snprintf(note, TP_KEPT_LINE, "%s %s since; this session goes on as it was begun.", name,
                 rc == -TP_ENOENT ? "is gone" : "was changed");
    tp_buf_finish(&now);
}

/* Nothing can go on: there is nothing, or it runs. */
static int find(struct tp_kept_session *kept, struct tp_err *err)
{
    struct tp_running *running = NULL;
    struct tp_err other;
    int rc = tp_kept_find(kept, err);
    char *state = rc == -TP_ENOENT ? tp_folder_own(TP_FOLDER_STATE, NULL) : NULL;
    if (state && tp_sessions_enter(&running, state, "resume", &other) == -TP_EAGAIN) {
        *err = other;
        rc = -TP_EAGAIN;
    }
    tp_sessions_leave(running);
    free(state);
    return rc;
}

int tp_command_resume(const struct tp_options *options)
{
    struct tp_prepared prepared = {0};
    struct tp_kept_session kept;
    struct tp_options own = *options;
    struct tp_err err = {0};
    char line[TP_KEPT_LINE], note[TP_KEPT_LINE];
    int rc = find(&kept, &err);
    bool none = rc == -TP_ENOENT;
    if (rc == 0)
        rc = tp_kept_settings(&own, &kept, &err);
    if (rc == 0) {
        fprintf(stderr, "%s\n", tp_kept_tell(&kept, line));
        look_at_file(&kept.journal, note);
        rc = tp_prepare_kept(&prepared, &own, &kept.journal, &err);
        if (rc == 0)
            rc = tp_live_run(&prepared, &own, &kept, note, &err);
        tp_prepare_finish(&prepared);
    }
    tp_kept_session_finish(&kept);
    return rc < 0 ? tp_complain(none ? TP_EXIT_ROUTINE : tp_exit_status(rc), &err) : rc;
}
