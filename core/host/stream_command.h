/* A command as JSON-RPC has it: what `--commands` and plugins of their own process send.
 * Room-internal. [any thread] */
#ifndef TP_HOST_STREAM_COMMAND_H
#define TP_HOST_STREAM_COMMAND_H

#include "core/base/err.h"
#include "core/engine/command.h"

struct json_t;

/* Reads method and params of the object `root`; see tp_stream_parse for what they may be. The
 * caller frees command->value with tp_value_free. -TP_EINVAL: `err` says what is allowed;
 * -TP_ENOMEM. */
int stream_command_read(const struct json_t *root, struct tp_command *command, struct tp_err *err);

#endif
