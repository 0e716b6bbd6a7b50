/* Command names. */
#include "core/engine/command.h"

#include <string.h>

static const struct {
    const char *name;
    bool input;
} rows[] = {
#define TP_COMMAND_ROW(constant, name, input) [TP_COMMAND_##constant] = {name, input},
    TP_COMMANDS(TP_COMMAND_ROW)
#undef TP_COMMAND_ROW
};

const char *tp_command_name(enum tp_command_kind kind)
{
    return rows[kind].name;
}

enum tp_command_kind tp_command_find(const char *name)
{
    int kind = 0;
    while (kind < TP_COMMAND_COUNT && strcmp(rows[kind].name, name) != 0)
        kind++;
    return (enum tp_command_kind)kind;
}

bool tp_command_is_kept(enum tp_command_kind kind)
{
    return kind == TP_COMMAND_SOFTER || kind == TP_COMMAND_FIRMER || kind == TP_COMMAND_WORDS;
}

bool tp_command_is_input(enum tp_command_kind kind)
{
    return kind < TP_COMMAND_COUNT && rows[kind].input;
}
