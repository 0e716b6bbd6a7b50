/* Keys: what a key means at this moment. Pure, so that it can be tested without a terminal.
 *
 * While a question stands its keys win: digits (ended by enter or 1.5 s), y, n, enter. In a hold
 * any key without a meaning is a pause. [loop] */
#ifndef TP_CLI_KEYS_H
#define TP_CLI_KEYS_H

#include "core/engine/session.h"

#include <stdint.h>

/* Any letter beyond ASCII: below the keys that ncurses names, above the ASCII ones. */
enum { TP_KEY_LETTER = 0x80 };

/* What a key asks for beyond commands. */
enum tp_key_does { TP_KEY_NOTHING, TP_KEY_COMMAND, TP_KEY_HELP };

struct tp_keys {
    char digits[8]; /* of a number being typed; a terminated text */
    int digit_count;
    uint64_t typed_ms; /* when the last digit came */
    uint32_t step;     /* of the question that the digits are for */
    char text[64];     /* keeps the text of a choice for the command */
};

/* `key` as ncurses names it (letters beyond ASCII as TP_KEY_LETTER, −1 for none), at `now_ms` of a
 * monotonic clock. With TP_KEY_COMMAND `command` is filled; its text stays valid until the next
 * call. Zero is a fresh `keys`. */
enum tp_key_does tp_keys_press(struct tp_keys *keys, int key, uint64_t now_ms,
                               const struct tp_session_state *state, struct tp_command *command);

/* Ends a number that was typed 1.5 s ago; true when `command` is its answer. To be asked often. */
bool tp_keys_tick(struct tp_keys *keys, uint64_t now_ms, const struct tp_session_state *state,
                  struct tp_command *command);

/* Whether a question stands that takes this key (a small letter). */
bool tp_keys_answers(int key, const struct tp_session_state *state);

/* Beside what the screen names a key. */
enum tp_key_place { TP_KEYS_ROW, TP_KEYS_STRENGTH, TP_KEYS_VOLUME };

/* One thing that keys can do, in words. Static strings. */
struct tp_key_words {
    int key;
    const char *name;  /* "space", "n" */
    const char *other; /* another key for the same: "→"; NULL when there is none */
    const char *word;  /* "pause" */
    enum tp_key_place place;
    const char *help; /* one sentence */
};

size_t tp_keys_count(void);

/* What the `index`th thing is called at this moment. False when no key asks for it now: a question
 * has taken the key, or there is nothing that it could change. `state` NULL: at any moment. */
bool tp_keys_words(size_t index, const struct tp_session_state *state, struct tp_key_words *words);

#endif
