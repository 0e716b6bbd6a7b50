/* Where one text of a routine is in another: for a session that goes on in a text that was changed
 * beside it.
 *
 * By what the steps are, not by what they say, so that a person is where they were also when the
 * words around them are new. Pure functions over timelines. */
#ifndef TP_ENGINE_MATCH_H
#define TP_ENGINE_MATCH_H

#include "core/engine/timeline.h"

/* The step of `is` in which somebody goes on who is in step `number` of `was`. Where both begin
 * alike, and where both end alike, it is the same one. In between: the one with its kind, title and
 * side, and of several the one that comes as its turn, or the last; else with its kind and title;
 * else with its kind, side and point; else the one whose line is nearest. 0: `is` has no steps, or
 * `was` no such one. */
uint32_t tp_match_step(const struct tp_timeline *was, uint32_t number,
                       const struct tp_timeline *is);

/* The first frame at which the two are not alike in steps or sounds; TP_NEVER: they are the same.
 */
tp_frames tp_match_parting(const struct tp_timeline *was, const struct tp_timeline *is);

#endif
