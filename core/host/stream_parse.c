/* From a line to a command. Must never read beyond the line, nor trust what stands in it. */
#include "core/host/stream.h"
#include "core/host/stream_command.h"

#include <jansson.h>
#include <string.h>

static int read_line(const json_t *root, struct tp_command *command, struct tp_err *err)
{
    const json_t *version = json_object_get(root, "jsonrpc");
    if (!json_is_object(root))
        return tp_err_set(err, TP_EINVAL,
                          "a line must be one object: "
                          "{\"jsonrpc\":\"2.0\",\"method\":\"next\"}");
    if (!json_is_string(version) || strcmp(json_string_value(version), "2.0") != 0)
        return tp_err_set(err, TP_EINVAL, "jsonrpc must be \"2.0\"");
    return stream_command_read(root, command, err);
}

int tp_stream_parse(const char *line, size_t length, struct tp_command *command, struct tp_err *err)
{
    json_error_t error;
    char shown[160];
    *command = (struct tp_command){.kind = TP_COMMAND_COUNT};
    if (length > TP_STREAM_LINE)
        return tp_err_set(err, TP_EINVAL, "a line may have at most %d KiB", TP_STREAM_LINE / 1024);
    json_t *root =
        json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (!root)
        return tp_err_set(err, TP_EINVAL, "not JSON: %s",
                          tp_text_clean(shown, sizeof shown, error.text, strlen(error.text)));
    int rc = read_line(root, command, err);
    json_decref(root);
    return rc;
}
