/* From an object of JSON-RPC to a command. Must never trust what stands in it. */
#include "core/host/stream_command.h"

#include "core/base/text.h"

#include <jansson.h>
#include <string.h>

static const double STEPS_MOST = 30; /* of 2 dB: more than the whole range of the volume */

static int not_a_command(const char *method, struct tp_err *err)
{
    const char *names[TP_COMMAND_COUNT];
    struct tp_buf all = {0};
    char shown[60];
    for (int i = 0; i < TP_COMMAND_COUNT; i++) {
        names[i] = tp_command_name((enum tp_command_kind)i);
        tp_buf_printf(&all, "%s%s", i == 0 ? "" : ", ", names[i]);
    }
    const char *near = tp_text_nearest(method, names, TP_COMMAND_COUNT);
    tp_text_clean(shown, sizeof shown, method, strlen(method));
    if (near)
        tp_err_set(err, TP_EINVAL, "'%s' is not a command; did you mean '%s'? All are %s", shown,
                   near, all.failed ? "in the manual" : all.data);
    else
        tp_err_set(err, TP_EINVAL, "'%s' is not a command; all are %s", shown,
                   all.failed ? "in the manual" : all.data);
    tp_buf_finish(&all);
    return -TP_EINVAL;
}

static int read_answer(const json_t *value, struct tp_value *out, struct tp_err *err)
{
    if (json_is_number(value))
        *out = tp_value_number(json_number_value(value));
    else if (json_is_boolean(value))
        *out = tp_value_bool(json_is_true(value));
    else if (json_is_string(value))
        *out = tp_value_copy(tp_value_text(json_string_value(value)));
    else
        return tp_err_set(err, TP_EINVAL,
                          "answer: params must have a value: a number, a text, true or false");
    return out->kind == TP_VALUE_NIL ? tp_err_set(err, TP_ENOMEM, "out of memory") : 0;
}

static int read_volume(const json_t *steps, struct tp_value *out, struct tp_err *err)
{
    double number = json_number_value(steps);
    if (!json_is_number(steps) || number < -STEPS_MOST || number > STEPS_MOST)
        return tp_err_set(err, TP_EINVAL, "volume: params must have steps: a number from %g to %g",
                          -STEPS_MOST, STEPS_MOST);
    *out = tp_value_number(number);
    return 0;
}

/* A level, or one step down or up from what would be said. */
static int read_words(const json_t *value, struct tp_value *out, struct tp_err *err)
{
    static const char *const levels[] = {"full", "normal", "brief", "tones"};
    const char *name = json_string_value(value);
    double step = json_number_value(value);
    if (json_is_number(value) && (step == 1 || step == -1)) {
        *out = tp_value_number(step);
        return 0;
    }
    for (size_t i = 0; name && i < sizeof levels / sizeof *levels; i++)
        if (strcmp(levels[i], name) == 0) {
            *out = tp_value_copy(tp_value_text(name));
            return out->kind == TP_VALUE_NIL ? tp_err_set(err, TP_ENOMEM, "out of memory") : 0;
        }
    return tp_err_set(err, TP_EINVAL,
                      "words: params must have a value: full, normal, brief, tones, -1 or 1");
}

int stream_command_read(const json_t *root, struct tp_command *command, struct tp_err *err)
{
    const char *method = json_string_value(json_object_get(root, "method"));
    const json_t *params = json_object_get(root, "params");
    if (!method)
        return tp_err_set(err, TP_EINVAL, "method must be the name of a command, such as \"next\"");
    if (params && !json_is_object(params))
        return tp_err_set(err, TP_EINVAL, "params must be an object, such as {\"value\":4}");
    command->kind = tp_command_find(method);
    if (command->kind == TP_COMMAND_COUNT)
        return not_a_command(method, err);
    if (command->kind == TP_COMMAND_ANSWER)
        return read_answer(json_object_get(params, "value"), &command->value, err);
    if (command->kind == TP_COMMAND_VOLUME)
        return read_volume(json_object_get(params, "steps"), &command->value, err);
    if (command->kind == TP_COMMAND_WORDS)
        return read_words(json_object_get(params, "value"), &command->value, err);
    return 0;
}
