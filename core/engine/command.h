/* Commands: everything that a person or a device can do, defined once. */
#ifndef TP_ENGINE_COMMAND_H
#define TP_ENGINE_COMMAND_H

#include "core/base/value.h"

/* One row a command: constant, name, is it an input of the session (recorded and replayed). */
#define TP_COMMANDS(ROW)                                                                           \
    ROW(PAUSE, "pause", true)                                                                      \
    ROW(RESUME, "resume", true)                                                                    \
    ROW(NEXT, "next", true)                                                                        \
    ROW(BACK, "back", false)                                                                       \
    ROW(REPEAT, "repeat", false)                                                                   \
    ROW(AGAIN, "again", false)                                                                     \
    ROW(SOFTER, "softer", true)                                                                    \
    ROW(FIRMER, "firmer", true)                                                                    \
    ROW(STOP, "stop", true)                                                                        \
    ROW(ANSWER, "answer", true)                                                                    \
    ROW(VOLUME, "volume", false)                                                                   \
    ROW(MUTE, "mute", false)                                                                       \
    ROW(WORDS, "words", true)

enum tp_command_kind {
#define TP_COMMAND_CONSTANT(constant, name, input) TP_COMMAND_##constant,
    TP_COMMANDS(TP_COMMAND_CONSTANT)
#undef TP_COMMAND_CONSTANT
        TP_COMMAND_COUNT
};

struct tp_command {
    enum tp_command_kind kind;
    /* answer: the answer; volume: steps of 2 dB, up or down; words: −1 fewer, 1 more, or the name
     * of a level; else nil */
    struct tp_value value;
};

const char *tp_command_name(enum tp_command_kind kind);

/* TP_COMMAND_COUNT when there is none of that name. */
enum tp_command_kind tp_command_find(const char *name);

/* Whether what it asks for stays wherever the session goes: strength, and how many words. */
bool tp_command_is_kept(enum tp_command_kind kind);

/* Whether it is recorded with its place and replayed; TP_COMMAND_COUNT is not. */
bool tp_command_is_input(enum tp_command_kind kind);

#endif
