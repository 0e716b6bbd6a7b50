/* Looking into a flat JSON object: settings, the params of an event.
 *
 * The host wrote it, so it is whole; what is missing or of another kind is the fallback. Values
 * that are objects or lists are passed over. Must never read past the text's end. */
#ifndef SIM_JSON_H
#define SIM_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the text of member `key`, cut where `size` (1 or more) ends; "" when there is none. */
void sim_json_text(const char *object, const char *key, char *out, size_t size);
double sim_json_number(const char *object, const char *key, double fallback);
bool sim_json_truth(const char *object, const char *key, bool fallback);

#endif
