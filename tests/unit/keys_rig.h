/* Moments at which keys are pressed, and questions that take them. */
#ifndef TP_TEST_KEYS_RIG_H
#define TP_TEST_KEYS_RIG_H

#include "core/cli/keys.h"

#include <ncurses.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct tp_step_info in_hold = {.kind = "hold", .pressure = 4},
                                 in_rest = {.kind = "rest", .pressure = 4},
                                 in_move = {.kind = "move", .pressure = -1};

static struct tp_session_state at(const struct tp_step_info *info)
{
    struct tp_session_state state = {.run = {.step = 3, .info = info, .pressure = info->pressure}};
    return state;
}

static struct tp_session_state asking(const struct tp_question *question)
{
    static const struct tp_step_info ask = {.kind = "ask", .pressure = -1};
    struct tp_session_state state = at(&ask);
    state.run.question = question;
    return state;
}

static struct tp_keys fresh(void)
{
    struct tp_keys keys;
    tp_keys_init(&keys);
    return keys;
}

static const struct tp_question yes_no = {.kind = TP_ASK_YES_NO}, ready = {.kind = TP_ASK_READY},
                                choice = {.kind = TP_ASK_CHOICE,
                                          .choices = {"neck", "shoulder", "both"},
                                          .choice_count = 3};
static const struct tp_question number = {.kind = TP_ASK_NUMBER, .min = 0, .max = 10};

#endif
