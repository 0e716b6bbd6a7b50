/* What a plugin is, in words and as JSON: for `tprun plugins`. Each adds to `out`. */
#ifndef TP_CLI_PLUGIN_WORDS_H
#define TP_CLI_PLUGIN_WORDS_H

#include "core/base/text.h"
#include "core/cli/catalogue.h"

/* Two or three lines for a list. */
void tp_plugin_line(const struct tp_catalogue_entry *entry, struct tp_buf *out);

/* All of it, with its settings. */
void tp_plugin_page(const struct tp_catalogue_entry *entry, struct tp_buf *out);

/* One object, and a newline. */
void tp_plugin_json(const struct tp_catalogue_entry *entry, struct tp_buf *out);

#endif
