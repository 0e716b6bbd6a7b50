/* The sounds of one session: those of the table, some of them replaced by a person's own files.
 *
 * A sound that was replaced keeps its name, its meaning and its level; a file that is well chosen
 * keeps the grammar too. Filled before anything is played; after that it does not change, and any
 * thread may ask. */
#ifndef TP_AUDIO_TONE_SET_H
#define TP_AUDIO_TONE_SET_H

#include "audio/tone.h"
#include "core/base/err.h"

struct tp_tone_set;

/* All as in the table. NULL when out of memory. */
struct tp_tone_set *tp_tone_set_create(void);
void tp_tone_set_destroy(struct tp_tone_set *set); /* NULL is fine */

/* From now on the sound `name` is what the file `path` holds: any format of libsndfile, 10 ms to
 * 10 s, mixed to mono (`side` stays stereo), brought to 48 kHz. 0; -TP_EINVAL for a name that is
 * not in the table and for a file that is no sound, too long or silent; -TP_EIO; -TP_ENOMEM. `err`
 * says which file and why, in one line. */
int tp_tone_set_replace(struct tp_tone_set *set, const char *name, const char *path,
                        struct tp_err *err);

/* As tp_tone_length and tp_tone_render; NULL as a set is the table. A file is as long as it is,
 * unless a length is asked for: what is longer is faded out there, what is shorter is followed by
 * silence. Its level is the table's, measured as the table is, on what is left of it; less where it
 * would pass −2 dBFS. With `toward` it wanders to that side. */
tp_frames tp_tone_set_length(const struct tp_tone_set *set, const struct tp_tone *tone);
struct tp_clip *tp_tone_set_render(const struct tp_tone_set *set, const struct tp_tone *tone);

#endif
