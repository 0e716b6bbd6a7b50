/* What a setting may be: the same on the command line (--rate) and in config.lua (rate). Pure. [any
 * thread] */
#ifndef TP_HOST_SETTING_H
#define TP_HOST_SETTING_H

#include "core/base/value.h"

enum tp_setting_kind {
    TP_SETTING_FLAG,   /* bool */
    TP_SETTING_TEXT,   /* const char *, not empty */
    TP_SETTING_WORD,   /* const char *, one of `words` */
    TP_SETTING_AUDIO,  /* const char *, a device, null or null:N */
    TP_SETTING_NUMBER, /* double */
    TP_SETTING_WHOLE   /* int */
};

struct tp_setting {
    const char *name; /* as config.lua has it */
    enum tp_setting_kind kind;
    double least, most;
    const char *allowed;      /* in words, after "must be" */
    const char *const *words; /* the last is NULL */
};

/* The settings that both know. NULL when there is none of that name; - is as good as _. */
const struct tp_setting *tp_setting_find(const char *name);

/* Puts the value into the field, whose type is that of the kind; a text stays borrowed. False: it
 * is not allowed, and nothing is put. */
bool tp_setting_put(const struct tp_setting *setting, struct tp_value value, void *field);

/* How many times faster than life "null:60" is; 1 for "null", 0 for a device, −1 when it is wrong.
 * NULL is a device. */
double tp_setting_null_speed(const char *audio);

/* The whole of the text as a plain number; false when it is none. */
bool tp_setting_number(const char *text, double *number);

#endif
