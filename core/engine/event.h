/* Events: everything that happens, defined once.
 *
 * Screen, history, JSON lines and plugins all see these. Session events follow from the routine and
 * its inputs alone and come out the same in every replay; world events do not. */
#ifndef TP_ENGINE_EVENT_H
#define TP_ENGINE_EVENT_H

#include "core/base/frames.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/cue.h"

/* One row an event: constant, name, belongs to the session (else to the world). */
#define TP_EVENTS(ROW)                                                                             \
    ROW(SESSION_START, "session.start", true)                                                      \
    ROW(SESSION_PAUSE, "session.pause", true)                                                      \
    ROW(SESSION_RESUME, "session.resume", true)                                                    \
    ROW(SESSION_SEEK, "session.seek", true)                                                        \
    ROW(SESSION_END, "session.end", true)                                                          \
    ROW(STEP_START, "step.start", true)                                                            \
    ROW(STEP_END, "step.end", true)                                                                \
    ROW(CUE, "cue", true)                                                                          \
    ROW(PROGRESS, "progress", true)                                                                \
    ROW(ASK, "ask", true)                                                                          \
    ROW(ANSWER, "answer", true)                                                                    \
    ROW(NOTE, "note", true)                                                                        \
    ROW(PRESS, "press", true)                                                                      \
    ROW(READING, "reading", false)                                                                 \
    ROW(DEVICE_ADDED, "device.added", false)                                                       \
    ROW(DEVICE_REMOVED, "device.removed", false)                                                   \
    ROW(AUDIO_LOST, "audio.lost", false)                                                           \
    ROW(AUDIO_FOUND, "audio.found", false)                                                         \
    ROW(WARNING, "warning", false)

enum tp_event_kind {
#define TP_EVENT_CONSTANT(constant, name, session) TP_EVENT_##constant,
    TP_EVENTS(TP_EVENT_CONSTANT)
#undef TP_EVENT_CONSTANT
};

/* Something that is connected. Texts are "" where there is none. */
struct tp_event_device {
    const char *id, *name, *role;
    const char *channel, *unit; /* reading */
};

/* Flat: each kind fills the fields named beside them. Texts are borrowed for the call. */
struct tp_event {
    enum tp_event_kind kind;
    tp_frames at;      /* session time */
    uint64_t sequence; /* set by the sender of the whole session, always rising */
    uint32_t step;     /* step.*, ask, answer, note: the step it belongs to */
    const struct tp_routine_info *routine; /* session.start */
    const struct tp_step_info *info;       /* step.start */
    const struct tp_cue *cue;              /* cue */
    const struct tp_question *question;    /* ask, answer */
    tp_frames from;                        /* seek */
    tp_frames start;                       /* step.end: where it began */
    const char *outcome;                   /* step.end, session.end */
    const char *text;                      /* warning, audio.*: for people; note: the key; press:
                                              the action, see press.h */
    struct tp_value value;                 /* answer, note, reading */
    tp_frames counted;                     /* press: what counted of the repetition so far */
    const struct tp_event_device *device;  /* reading, device.* */
};

const char *tp_event_name(enum tp_event_kind kind);
bool tp_event_is_session(enum tp_event_kind kind);

/* Appends the event as one JSON-RPC 2.0 notification with its newline. With `bare` only the
 * session's own content is written, without `seq`: what replays are compared by. */
void tp_event_json(const struct tp_event *event, bool bare, struct tp_buf *out);

#endif
