/* How familiar the person is with points and sounds, and what strength each spot was left at.
 *
 * One small file for all routines (core/host/store.h), FOLDER/familiar.json. What is asked for is
 * as it was when the session began; what the session adds shows in the next. So any thread may ask
 * until it is closed; all else belongs to the loop. */
#ifndef TP_HOST_FAMILIAR_H
#define TP_HOST_FAMILIAR_H

#include "core/base/err.h"
#include "core/host/store.h"

struct tp_familiar;

/* What is counted. */
enum tp_familiar_kind { TP_FAMILIAR_POINT, TP_FAMILIAR_SOUND };

/* Opens the file in `folder` ($XDG_STATE_HOME/tprun; created when something is saved). When
 * `*state` is not READY, `err` holds the line for the person. -TP_ENOMEM. */
int tp_familiar_open(struct tp_familiar **out, const char *folder, enum tp_store_state *state,
                     struct tp_err *err);
void tp_familiar_close(struct tp_familiar *familiar); /* without saving; NULL is fine */

/* Sessions for which one counts as having had what was had in `count` of them, last `days` days ago
 * (negative: nobody knows): after 30 days as many as belong to one level of words less. */
int tp_familiar_faded(int count, long days);

/* Sessions before this one in which the person had it, faded. `today` is "2026-11-20". [any] */
int tp_familiar_known(const struct tp_familiar *familiar, enum tp_familiar_kind kind,
                      const char *name, const char *today);

/* Steps softer (−) or firmer (+) at which the spot was left before this session; 0 = as written.
 * [any] */
int tp_familiar_strength(const struct tp_familiar *familiar, const char *spot);

/* Newtons at which pressure turned into discomfort at the spot, "upper_trap left"; 0: nobody knows.
 * [any] */
double tp_familiar_threshold(const struct tp_familiar *familiar, const char *spot);

/* It was found now; told from the next session on. A spot that is no UTF-8 and one more than 1000
 * are passed over, as what is not over 0. */
void tp_familiar_keep_threshold(struct tp_familiar *familiar, const char *spot, double newtons);

/* The person had it in this session; counted once. A name that is no UTF-8 is passed over, and so
 * is one more than 1000. */
void tp_familiar_had(struct tp_familiar *familiar, enum tp_familiar_kind kind, const char *name);

/* The spot is now at `steps` (0 forgets it); the same names are passed over. */
void tp_familiar_keep_strength(struct tp_familiar *familiar, const char *spot, int steps);

/* However often it is saved in a session of this name (copied), each thing counts once in it, and
 * strengths are told as they were before its first save: a session may be left, and go on. [loop,
 * before a worker looks] */
void tp_familiar_name_session(struct tp_familiar *familiar, const char *name);

/* Writes the file with what this session added, if anything; waits for the disk. As tp_store_save.
 */
int tp_familiar_save(struct tp_familiar *familiar, const char *today, struct tp_err *err);

#endif
