/* What plugins say for whoever mends them: STATE/plugins.log, a line each with day, time and
 * plugin.
 *
 * It only grows, up to a megabyte; then it becomes plugins.log.1 and begins anew. Nobody is told
 * when it cannot be written: a session does not need it. [loop] */
#ifndef TP_HOST_PLUGIN_LOG_H
#define TP_HOST_PLUGIN_LOG_H

enum { TP_PLUGIN_LOG_BYTES = 1024 * 1024 };

struct tp_plugin_log;

/* Below the state folder, which is made when the first line comes. NULL: out of memory. */
struct tp_plugin_log *tp_plugin_log_open(const char *state);
void tp_plugin_log_close(struct tp_plugin_log *log); /* NULL is fine */

/* One line; control bytes are shown escaped. NULL is fine, and drops it. */
void tp_plugin_log_add(struct tp_plugin_log *log, const char *plugin, const char *text);

#endif
