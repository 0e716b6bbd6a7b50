/* Keys: what a key means at this moment. Pure, so that it can be tested without a terminal.
 *
 * While a question stands its keys win: digits (ended by enter or 1.5 s), those of yes, no and
 * ready. In a hold any key without a meaning is a pause. Which key does what is data: the usual
 * keys, and what the person's config gives instead. [loop] */
#ifndef TP_CLI_KEYS_H
#define TP_CLI_KEYS_H

#include "core/engine/session.h"

#include <stdint.h>

/* Any letter beyond ASCII: below the keys that ncurses names, above the ASCII ones. */
enum { TP_KEY_LETTER = 0x80 };

/* What keys can do. */
enum tp_key_action {
    TP_ACTION_PAUSE,
    TP_ACTION_NEXT,
    TP_ACTION_BACK,
    TP_ACTION_REPEAT,
    TP_ACTION_AGAIN,
    TP_ACTION_SOFTER,
    TP_ACTION_FIRMER,
    TP_ACTION_LOUDER,
    TP_ACTION_QUIETER,
    TP_ACTION_FEWER, /* words */
    TP_ACTION_MORE,
    TP_ACTION_MUTE,
    TP_ACTION_HELP,
    TP_ACTION_STOP,
    TP_ACTION_YES, /* the last three only while such a question stands */
    TP_ACTION_NO,
    TP_ACTION_READY,
    TP_ACTIONS
};

enum {
    TP_KEYS_EACH = 4, /* most keys of one action */
    TP_KEY_NAME = 16  /* bytes of a key's name, with its end */
};

struct tp_keys {
    int set[TP_ACTIONS][TP_KEYS_EACH]; /* by action, as ncurses names them; 0 = none */
    char digits[8];                    /* of a number being typed; a terminated text */
    int digit_count;
    uint64_t typed_ms; /* when the last digit came */
    uint32_t step;     /* of the question that the digits are for */
    char text[64];     /* keeps the text of a choice for the command */
};

/* The usual keys. */
void tp_keys_init(struct tp_keys *keys);

/* That this key does this: "pause", "space". Borrowed. */
struct tp_key_wish {
    const char *action, *key;
};

/* Gives each action that is named its keys instead of the usual ones, and takes these from those
 * that are not named. -TP_EUSAGE: an action or key that there is not, with the nearest; one key
 * for two actions; none left for pause or stop. `*wrong` is the wish at fault, `count` when it is
 * all together. */
int tp_keys_give(struct tp_keys *keys, const struct tp_key_wish *wishes, size_t count,
                 size_t *wrong, struct tp_err *err);

/* The usual keys with what the config gives; the rest as tp_keys_give. `*path` is the config's
 * field at fault. */
struct tp_config;
int tp_keys_take(struct tp_keys *keys, const struct tp_config *config, const char **path,
                 struct tp_err *err);

/* The keys that mean the same by one number: all of enter are '\n', of backspace KEY_BACKSPACE. */
int tp_keys_one(int key);

/* The small letter of a capital. */
int tp_keys_folded(int key);

/* Whether `key` is one of those of `action`, exactly. */
bool tp_keys_is(const struct tp_keys *keys, enum tp_key_action action, int key);

/* What the key does when no question wants it; TP_ACTIONS: nothing. */
enum tp_key_action tp_keys_command(const struct tp_keys *keys, int key);

/* The name of an action's key, the first being 0: "space", "n", "→"; "" when there is none. */
const char *tp_keys_name(const struct tp_keys *keys, enum tp_key_action action, int which,
                         char text[TP_KEY_NAME]);

/* What config.lua and plugins call a key: "space", "n", "right"; "" when it has no name. */
const char *tp_keys_word(int key, char text[TP_KEY_NAME]);

/* What a key asks for beyond commands. */
enum tp_key_does { TP_KEY_NOTHING, TP_KEY_COMMAND, TP_KEY_HELP };

/* `key` as ncurses names it (letters beyond ASCII as TP_KEY_LETTER, −1 for none), at `now_ms` of a
 * monotonic clock. With TP_KEY_COMMAND `command` is filled; its text stays valid until the next
 * call. */
enum tp_key_does tp_keys_press(struct tp_keys *keys, int key, uint64_t now_ms,
                               const struct tp_session_state *state, struct tp_command *command);

/* Ends a number that was typed 1.5 s ago; true when `command` is its answer. To be asked often. */
bool tp_keys_tick(struct tp_keys *keys, uint64_t now_ms, const struct tp_session_state *state,
                  struct tp_command *command);

/* Whether a question, the gate or an offer takes this key now. */
bool tp_keys_answers(const struct tp_keys *keys, int key, const struct tp_session_state *state);

/* Beside what the screen names a key; TP_KEYS_PAGE: on the page of keys alone. */
enum tp_key_place { TP_KEYS_ROW, TP_KEYS_STRENGTH, TP_KEYS_VOLUME, TP_KEYS_PAGE };

/* One thing that keys can do, in words. */
struct tp_key_words {
    enum tp_key_action action;
    char name[TP_KEY_NAME];  /* "space", "n" */
    char other[TP_KEY_NAME]; /* another key for the same: "→"; "" when there is none */
    const char *word;        /* "pause" */
    enum tp_key_place place;
    const char *help; /* one sentence */
};

size_t tp_keys_count(void);

/* What another than the usual keys does at this moment: "any key: begin", "enter: I am there"; ""
 * when there is no such. */
enum { TP_KEYS_HINT = 64 };
const char *tp_keys_hint(const struct tp_keys *keys, const struct tp_session_state *state,
                         char text[TP_KEYS_HINT]);

/* What the `index`th thing is called at this moment. False when no key asks for it now: it has
 * none, a question has taken it, or there is nothing that it could change. `state` NULL: at any
 * moment. */
bool tp_keys_words(const struct tp_keys *keys, size_t index, const struct tp_session_state *state,
                   struct tp_key_words *words);

#endif
