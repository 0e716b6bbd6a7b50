/* Tells when the sound of this process goes elsewhere: to another device of the sound server, or
 * from headphones that are pulled out to the loudspeaker beside them.
 *
 * The library that plays does not know: to it the stream just goes on. So the sound server is asked
 * about it, on a thread of its own. A stream that was lost and is opened anew has not moved. Where
 * no such server runs, or the program was built without its library, nothing is ever told. */
#ifndef TP_AUDIO_MOVED_H
#define TP_AUDIO_MOVED_H

#include <stdbool.h>
#include <stddef.h>

struct tp_moved;

/* Begins to watch. NULL when it cannot be known here. [loop] */
struct tp_moved *tp_moved_open(void);

/* True once for each move since; then the place's name for people is in `to`, cleaned and cut to
 * `size`. NULL never tells. [loop] */
bool tp_moved_poll(struct tp_moved *moved, char *to, size_t size);

/* NULL is fine. Takes at most half a second. [loop] */
void tp_moved_close(struct tp_moved *moved);

#endif
