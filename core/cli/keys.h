/* Keys: what a key means at this moment. Pure, so that it can be tested without a terminal.
 *
 * While a question stands its keys win: digits (ended by enter or 1.5 s), y, n, enter. In a hold
 * any key without a meaning is a pause. */
#ifndef TP_CLI_KEYS_H
#define TP_CLI_KEYS_H

#include "core/engine/session.h"

#include <stdint.h>

/* What a key asks for beyond commands. */
enum tp_key_does { TP_KEY_NOTHING, TP_KEY_COMMAND, TP_KEY_HELP };

struct tp_keys {
    char digits[8]; /* of a number being typed */
    int digit_count;
    uint64_t typed_ms; /* when the last digit came */
    char text[64];     /* keeps the text of a choice for the command */
};

/* `key` as ncurses names it, at `now_ms` of a monotonic clock. With TP_KEY_COMMAND `command` is
 * filled; its text stays valid until the next call. */
enum tp_key_does tp_keys_press(struct tp_keys *keys, int key, uint64_t now_ms,
                               const struct tp_session_state *state, struct tp_command *command);

/* Ends a number that was typed 1.5 s ago; true when `command` is its answer. To be asked often. */
bool tp_keys_tick(struct tp_keys *keys, uint64_t now_ms, const struct tp_session_state *state,
                  struct tp_command *command);

#endif
