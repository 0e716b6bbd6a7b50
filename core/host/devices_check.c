/* What a device may say of itself. Nothing of it is trusted: it may come from any program.
 *
 * Pure. */
#include "core/host/devices_internal.h"

#include "core/base/text.h"
#include "core/host/setting.h"

#include <math.h>
#include <string.h>

static const double RATE_MOST = 100000;

static bool is_made_of(const char *text, size_t size, const char *allowed)
{
    size_t length = text ? strnlen(text, size) : 0;
    return length > 0 && length < size && strspn(text, allowed) == length;
}

bool devices_is_word(const char *text, size_t size)
{
    return is_made_of(text, size, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

bool devices_is_id(const char *text, size_t size)
{
    return is_made_of(text, size,
                      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:@+-");
}

/* Of at most size − 1 bytes, and as it is when cleaned for a person's eyes. */
static bool is_plain(const char *text, size_t size)
{
    char clean[DEVICE_NAME];
    size_t length = strnlen(text, size);
    return length < size && strcmp(tp_text_clean(clean, sizeof clean, text, length), text) == 0;
}

static bool is_colour(const char *text)
{
    return strlen(text) == 7 && *text == '#' && strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

bool devices_takes(const struct tp_channel *about, struct tp_value value)
{
    switch (about->kind) {
    case TP_CHANNEL_NUMBER:
        return value.kind == TP_VALUE_NUMBER && value.number >= about->min &&
               value.number <= about->max;
    case TP_CHANNEL_COLOUR:
        return value.kind == TP_VALUE_TEXT && is_colour(value.text);
    case TP_CHANNEL_TEXT:
        return value.kind == TP_VALUE_TEXT;
    case TP_CHANNEL_READING:
        break;
    }
    return false;
}

bool devices_safe_value(const struct tp_channel *about, struct tp_value *value)
{
    bool off = strcmp(about->safe, "off") == 0;
    double number = about->min;
    if (strcmp(about->safe, "restore") == 0) {
        *value = tp_value_nil();
        return true;
    }
    if (about->kind == TP_CHANNEL_NUMBER) {
        if (!off && !tp_setting_number(about->safe, &number))
            return false;
        *value = tp_value_number(number);
    } else if (off) {
        *value = tp_value_text(about->kind == TP_CHANNEL_COLOUR ? "#000000" : "");
    } else {
        *value = tp_value_text(about->safe);
    }
    return devices_takes(about, *value);
}

/* ---- a channel ---- */

static const char *wrong_range(const struct tp_channel *about)
{
    if (!isfinite(about->min) || !isfinite(about->max) || about->min > about->max)
        return "min and max must be numbers, min the smaller one";
    if (about->kind == TP_CHANNEL_NUMBER && about->min == about->max)
        return "an output needs min and max, min the smaller one";
    if (!(about->rate_hz >= 0 && about->rate_hz <= RATE_MOST))
        return "rate must be from 0 to 100000 readings a second";
    return NULL;
}

static const char *wrong_safe(const struct tp_channel *given)
{
    struct tp_channel about = *given;
    struct tp_value value;
    if (!devices_is_output(given))
        return NULL;
    about.safe = given->safe ? given->safe : "off";
    if (!is_plain(about.safe, DEVICE_SAFE) || !devices_safe_value(&about, &value))
        return "its safe value must be off, restore, or a value that it takes";
    return NULL;
}

static const char *wrong_channel(const struct tp_channel *about)
{
    const char *wrong = wrong_range(about);
    if (about->kind > TP_CHANNEL_TEXT)
        return "its kind must be reading, number, colour or text";
    if (about->unit && !is_plain(about->unit, DEVICE_UNIT))
        return "its unit must be a text of at most 15 bytes";
    return wrong ? wrong : wrong_safe(about);
}

static int check_channel(const struct tp_device_about *about, size_t n, struct tp_err *err)
{
    const struct tp_channel *channel = &about->channels[n];
    if (!devices_is_word(channel->name, DEVICE_WORD))
        return tp_err_set(err, TP_EINVAL,
                          "device '%s': the name of channel %zu must be a word of a-z, 0-9 and _, "
                          "of at most 31 letters",
                          about->id, n + 1);
    for (size_t i = 0; i < n; i++)
        if (strcmp(about->channels[i].name, channel->name) == 0)
            return tp_err_set(err, TP_EINVAL, "device '%s': channel '%s' is there twice", about->id,
                              channel->name);
    const char *wrong = wrong_channel(channel);
    if (wrong)
        return tp_err_set(err, TP_EINVAL, "device '%s': channel '%s': %s", about->id, channel->name,
                          wrong);
    if (devices_is_output(channel) && !about->set)
        return tp_err_set(err, TP_EINVAL,
                          "device '%s': channel '%s' is an output, and its plugin drives none",
                          about->id, channel->name);
    return 0;
}

/* ---- a device ---- */

int devices_check(const struct tp_device_about *about, struct tp_err *err)
{
    if (!devices_is_id(about->id, DEVICE_ID))
        return tp_err_set(err, TP_EINVAL,
                          "a device's id must be letters, digits and . _ : @ + -, at most 95");
    if (!about->name || !*about->name || !about->plugin || strlen(about->plugin) >= DEVICE_WORD)
        return tp_err_set(err, TP_EINVAL, "device '%s': it needs a name for people", about->id);
    if (about->role && *about->role && !devices_is_word(about->role, DEVICE_WORD))
        return tp_err_set(err, TP_EINVAL,
                          "device '%s': its role must be a word of a-z, 0-9 and _, such as "
                          "pressure, of at most 31 letters",
                          about->id);
    if (about->channel_count < 1 || about->channel_count > TP_CHANNELS)
        return tp_err_set(err, TP_EINVAL, "device '%s': it needs one to %d channels", about->id,
                          TP_CHANNELS);
    for (size_t i = 0; i < about->channel_count; i++) {
        int rc = check_channel(about, i, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}
