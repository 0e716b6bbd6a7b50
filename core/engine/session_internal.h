/* Inside of a session, shared by the session*.c files only. */
#ifndef TP_ENGINE_SESSION_INTERNAL_H
#define TP_ENGINE_SESSION_INTERNAL_H

#include "core/engine/now_queue.h"
#include "core/engine/session.h"

struct tp_session {
    const struct tp_session_ops *ops;
    void *context;
    const struct tp_run_world *world;
    void *world_context;
    struct tp_run *run;
    struct tp_log log;
    char *name, *text; /* owned */
    size_t length;
    uint64_t seed;
    const struct tp_script_option *options;
    size_t option_count;

    struct now_queue now_queue;
    uint64_t sequence;
    uint64_t cue_base; /* added to a run's cue ids, so that none comes twice in a session */
    uint64_t cue_last;
    uint32_t replaying_to; /* step that a replay goes to; its events are swallowed until then */
    uint32_t first_step;   /* cues of earlier steps are swallowed: they were left by a seek */
    tp_frames seek_from;
    tp_frames now;    /* count at the last tick or command, never before what ran */
    int64_t progress; /* last whole second told */
    bool paused, stopping, over;
};

/* A new run of the session's routine over its log. */
int session_create_run(struct tp_session *session, struct tp_run **out, struct tp_err *err);

/* Keeps the time of what the world does now. */
void session_note_time(struct tp_session *session, tp_frames now);

/* Goes on with the now bus: its next sound, or what follows its last. */
void session_now_step(struct tp_session *session);

#endif
