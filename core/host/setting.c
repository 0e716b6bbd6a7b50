/* The settings by name, and their checks. */
#include "core/host/setting.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const levels[] = {"full", "normal", "brief", "tones", "auto", NULL};
static const char *const hold_sounds[] = {"breath", "chord", NULL};

#define TRUTH "true or false"
#define GAIN TP_SETTING_NUMBER, -40, 12, "−40…12", NULL

static const struct tp_setting settings[] = {
    {"voice", TP_SETTING_TEXT, 0, 0, "the name of a voice: see tprun voices", NULL},
    {"rate", TP_SETTING_NUMBER, 0.5, 2, "0.5–2", NULL},
    {"words", TP_SETTING_WORD, 0, 0, "full, normal, brief, tones or auto", levels},
    {"pace", TP_SETTING_NUMBER, 0.5, 2, "0.5–2", NULL},
    {"audio", TP_SETTING_AUDIO, 0, 0, "part of a device's name, null or null:N", NULL},
    {"latency", TP_SETTING_WHOLE, 20, 60, "20–60", NULL},
    {"volume.voice", GAIN},
    {"volume.tone", GAIN},
    {"mono", TP_SETTING_FLAG, 0, 0, TRUTH, NULL},
    {"swap_sides", TP_SETTING_FLAG, 0, 0, TRUTH, NULL},
    {"sensor_button", TP_SETTING_TEXT, 0, 0, "the name of a sensor, such as \"pressure\"", NULL},
    {"hold_sound", TP_SETTING_WORD, 0, 0, "breath or chord", hold_sounds},
};

static bool is_called(const char *setting, const char *name)
{
    while (*setting && (*setting == *name || (*setting == '_' && *name == '-'))) {
        setting++;
        name++;
    }
    return !*setting && !*name;
}

const struct tp_setting *tp_setting_find(const char *name)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (is_called(settings[i].name, name))
            return &settings[i];
    return NULL;
}

bool tp_setting_number(const char *text, double *number)
{
    char *end;
    bool plain = *text && text[strspn(text, "0123456789.+-")] == '\0';
    *number = strtod(text, &end);
    return plain && *end == '\0';
}

double tp_setting_null_speed(const char *audio)
{
    static const double slowest = 0.1, fastest = 1000;
    double speed;
    if (!audio || strncmp(audio, "null", 4) != 0 || (audio[4] && audio[4] != ':'))
        return 0;
    if (!audio[4])
        return 1;
    bool right = tp_setting_number(audio + 5, &speed) && speed >= slowest && speed <= fastest;
    return right ? speed : -1;
}

static const char *find_word(const struct tp_setting *setting, const char *text)
{
    for (const char *const *word = setting->words; *word; word++)
        if (strcmp(*word, text) == 0)
            return *word;
    return NULL;
}

static bool put_text(const struct tp_setting *setting, const char *text, const char **field)
{
    if (setting->kind == TP_SETTING_WORD)
        text = find_word(setting, text);
    if (!text || !*text || (setting->kind == TP_SETTING_AUDIO && tp_setting_null_speed(text) < 0))
        return false;
    *field = text;
    return true;
}

static bool put_number(const struct tp_setting *setting, double number, void *field)
{
    if (!(number >= setting->least && number <= setting->most))
        return false;
    if (setting->kind == TP_SETTING_NUMBER)
        *(double *)field = number;
    else if (number == floor(number))
        *(int *)field = (int)number;
    else
        return false;
    return true;
}

bool tp_setting_put(const struct tp_setting *setting, struct tp_value value, void *field)
{
    switch (setting->kind) {
    case TP_SETTING_FLAG:
        if (value.kind == TP_VALUE_BOOL)
            *(bool *)field = value.truth;
        return value.kind == TP_VALUE_BOOL;
    case TP_SETTING_TEXT:
    case TP_SETTING_WORD:
    case TP_SETTING_AUDIO:
        return value.kind == TP_VALUE_TEXT && put_text(setting, value.text, field);
    case TP_SETTING_NUMBER:
    case TP_SETTING_WHOLE:
        return value.kind == TP_VALUE_NUMBER && put_number(setting, value.number, field);
    }
    return false;
}
