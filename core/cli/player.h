/* Plays single sounds one after another, without a session: for `sounds` and `say`. */
#ifndef TP_CLI_PLAYER_H
#define TP_CLI_PLAYER_H

#include "audio/mixer.h"
#include "core/cli/options.h"

struct tp_player;

int tp_player_open(struct tp_player **out, const struct tp_options *options, struct tp_err *err);
void tp_player_close(struct tp_player *player); /* NULL is fine */

/* Plays the clip (its reference is taken, whatever comes of it) and waits until it was heard.
 * -TP_EDEVICE when nothing plays. */
int tp_player_play(struct tp_player *player, struct tp_clip *clip, enum tp_strip strip,
                   struct tp_err *err);

#endif
