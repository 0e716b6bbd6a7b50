/* Counting what a plugin says. Pure. */
#include "core/host/plugin_limits.h"

#include "core/host/plugin_process.h"

static const uint64_t MS = 1000000, SECOND_NS = 1000000000;

const struct plugin_allowed plugin_allowed_usually = {.lines = 64000,
                                                      .readings = 32000,
                                                      .changes = 1000,
                                                      .words = 20,
                                                      .bytes = 128 << 20,
                                                      .unread_ms = 5000,
                                                      .silent_ms = 5000,
                                                      .behind_ms = 3000,
                                                      .look_ms = 250,
                                                      .mute_ms = 1000};

void plugin_limits_begin(struct plugin_limits *limits, const struct plugin_allowed *allowed,
                         uint64_t now_ns)
{
    *limits = (struct plugin_limits){.allowed = allowed,
                                     .second_ns = now_ns,
                                     .bytes_ns = now_ns,
                                     .looked_ns = now_ns,
                                     .read_ns = now_ns,
                                     .heard_ns = now_ns,
                                     .open_ns = now_ns,
                                     .caught_up_ns = now_ns};
}

static void count_anew(struct plugin_limits *limits, uint64_t now_ns)
{
    if (now_ns - limits->second_ns < SECOND_NS)
        return;
    limits->second_ns = now_ns;
    limits->lines = limits->readings = limits->changes = limits->words = 0;
}

bool plugin_limits_line(struct plugin_limits *limits, uint64_t now_ns)
{
    count_anew(limits, now_ns);
    limits->heard_ns = now_ns;
    return ++limits->lines <= limits->allowed->lines;
}

bool plugin_limits_change(struct plugin_limits *limits)
{
    return ++limits->changes <= limits->allowed->changes;
}

size_t plugin_limits_readings(struct plugin_limits *limits, size_t count)
{
    size_t room = limits->allowed->readings - limits->readings;
    size_t taken = count < room ? count : room;
    limits->readings += (unsigned)taken;
    limits->lost_readings += count - taken;
    return taken;
}

bool plugin_limits_words(struct plugin_limits *limits)
{
    bool taken = limits->words < limits->allowed->words;
    limits->words += taken;
    limits->lost_words += !taken;
    return taken;
}

/* While this process was kept from its work, nobody was heard, and it is nobody's fault. */
static void forgive_a_pause(struct plugin_limits *limits, uint64_t now_ns)
{
    if (now_ns - limits->looked_ns > SECOND_NS)
        limits->read_ns = limits->heard_ns = limits->open_ns = limits->caught_up_ns = now_ns;
    limits->looked_ns = now_ns;
}

static bool reads(struct plugin_limits *limits, const struct plugin_signs *signs, uint64_t now_ns)
{
    uint64_t read_bytes = signs->sent_bytes - signs->unread_bytes;
    if (signs->unread_bytes == 0 || read_bytes > limits->read_bytes)
        limits->read_ns = now_ns;
    limits->read_bytes = read_bytes;
    return !signs->overrun && now_ns - limits->read_ns <= limits->allowed->unread_ms * MS;
}

/* Too much for anybody, or for too long too much for this machine: half of its time. */
static bool floods(struct plugin_limits *limits, const struct plugin_signs *signs,
                   uint64_t passed_ns, uint64_t now_ns)
{
    uint64_t more = signs->said_bytes - limits->said_bytes;
    if (2 * (signs->busy_ns - limits->busy_ns) < passed_ns)
        limits->caught_up_ns = now_ns;
    limits->busy_ns = signs->busy_ns;
    if (now_ns - limits->bytes_ns >= SECOND_NS) {
        limits->bytes_ns = now_ns;
        limits->said_bytes = signs->said_bytes;
    }
    return more > limits->allowed->bytes ||
           now_ns - limits->caught_up_ns > limits->allowed->behind_ms * MS;
}

const char *plugin_limits_look(struct plugin_limits *limits, const struct plugin_signs *signs,
                               bool promises, uint64_t now_ns)
{
    const struct plugin_allowed *allowed = limits->allowed;
    uint64_t passed_ns = now_ns - limits->looked_ns;
    forgive_a_pause(limits, now_ns);
    if (!signs->silenced)
        limits->open_ns = now_ns;
    if (!promises)
        limits->heard_ns = now_ns;
    if (floods(limits, signs, passed_ns, now_ns))
        return "it says more than can be read";
    if (!reads(limits, signs, now_ns))
        return "it does not read what is sent to it";
    if (now_ns - limits->open_ns > allowed->mute_ms * MS)
        return "it closed its standard output and stayed";
    if (now_ns - limits->heard_ns > allowed->silent_ms * MS)
        return "it promises readings, and says nothing";
    return NULL;
}
