/* Writing JSON: small pieces into a buffer, in the order in which they are said.
 *
 * For events, the plan and every other line that goes out. Commas are put by the writer; numbers of
 * session time are printed by integer arithmetic. Text that is not UTF-8 comes out escaped, never
 * as it is. Reading JSON is core/host's matter (jansson). */
#ifndef TP_BASE_JSON_H
#define TP_BASE_JSON_H

#include "core/base/frames.h"
#include "core/base/text.h"
#include "core/base/value.h"

#include <stdbool.h>

struct tp_json {
    struct tp_buf *out; /* borrowed */
    bool comma;         /* the next piece needs one before it */
};

/* `key` NULL inside an array or at the top. */
void tp_json_open(struct tp_json *json, const char *key, char bracket);     /* '{' or '[' */
void tp_json_close(struct tp_json *json, char bracket);                     /* '}' or ']' */
void tp_json_text(struct tp_json *json, const char *key, const char *text); /* NULL: null */
void tp_json_integer(struct tp_json *json, const char *key, long long number);
void tp_json_number(struct tp_json *json, const char *key, double number); /* NaN, inf: null */
void tp_json_bool(struct tp_json *json, const char *key, bool truth);
void tp_json_seconds(struct tp_json *json, const char *key, tp_frames frames);
void tp_json_value(struct tp_json *json, const char *key, struct tp_value value);

#endif
