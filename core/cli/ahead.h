/* Looking ahead: a plan that comes to a sentence nobody has spoken yet has those after it spoken at
 * the same time. */
#ifndef TP_CLI_AHEAD_H
#define TP_CLI_AHEAD_H

#include "core/cli/prepare.h"

/* Has the world of a routine that is ready look ahead when it first has to wait. */
void tp_ahead_arm(struct tp_prepared *prepared);

#endif
