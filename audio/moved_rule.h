/* What counts as a move of the sound. Pure. Room-internal: moved.h is what others see. */
#ifndef TP_AUDIO_MOVED_RULE_H
#define TP_AUDIO_MOVED_RULE_H

#include <stdbool.h>
#include <stdint.h>

/* Where a stream sounds; numbers are the sound server's. */
struct moved_place {
    uint32_t stream, device;
    bool headphones; /* by what the device sounds through now */
};

/* Zero before anything was seen. */
struct moved_rule {
    bool known;
    struct moved_place last;
};

/* True when the stream that was seen last sounds elsewhere now: on another device, or no longer in
 * the headphones. Another stream is a new beginning. */
bool moved_rule_see(struct moved_rule *rule, const struct moved_place *place);

/* That stream is over: when none is left, nothing has moved. */
void moved_rule_end(struct moved_rule *rule, uint32_t stream);

/* Whether these names of a port are those of something worn on the head. */
bool moved_is_headphones(const char *port);

#endif
