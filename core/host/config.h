/* The person's settings: a table of fields, each checked as it comes. What is left out is as usual;
 * the command line wins over it. [loop] */
#ifndef TP_HOST_CONFIG_H
#define TP_HOST_CONFIG_H

#include "core/base/err.h"
#include "core/base/intern.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    TP_CONFIG_KEYS = 68, /* four for each thing that keys can do */
    TP_CONFIG_SOUNDS = 32,
    TP_CONFIG_PLUGINS = 16,
    TP_CONFIG_DEVICES = 32
};

/* That this key does this. */
struct tp_config_key {
    const char *path;   /* of the field: "keys.pause.1" */
    const char *action; /* "pause" */
    const char *key;    /* "space" */
};

/* That this sound is in this file. */
struct tp_config_sound {
    const char *path; /* of the field: "sounds.start" */
    const char *name; /* "start" */
    const char *file; /* "bell.wav": beside config.lua unless it is absolute */
    int line;         /* where that is written; 0 = not known; filled by who reads the text */
};

/* That this plugin is there in every session. */
struct tp_config_plugin {
    const char *path; /* of the field: "plugins.1" */
    const char *spec; /* "serial:rate=80" */
    int line;         /* as that of a sound */
};

/* That what routines call this is this device. */
struct tp_config_device {
    const char *path; /* of the field: "devices.pressure" */
    const char *role; /* "pressure" */
    const char *id;   /* "usb-2341_0043-85735", or with ".force" one channel of it */
    int line;         /* as that of a sound */
};

/* Texts live as long as the config. */
struct tp_config {
    const char *voice;
    const char *words; /* NULL: as the purpose asks for */
    const char *audio; /* NULL: the default device */
    const char *hold_sound;
    const char *left, *right; /* what the person calls the sides; NULL: so */
    double rate, pace;
    double volume_voice_db, volume_tone_db;
    int latency_ms; /* 0: as usual */
    bool mono, swap_sides;
    struct tp_config_key keys[TP_CONFIG_KEYS]; /* not checked here: cli knows the keys */
    size_t key_count;
    struct tp_config_sound sounds[TP_CONFIG_SOUNDS]; /* nor is this: cli knows the sounds */
    size_t sound_count;
    struct tp_config_plugin plugins[TP_CONFIG_PLUGINS]; /* nor this: the plugins know */
    size_t plugin_count;
    struct tp_config_device devices[TP_CONFIG_DEVICES];
    size_t device_count;
    const char *sensor_button; /* the sensor that is a button as well; NULL: none is */
    struct tp_intern texts;
};

/* All as usual. */
void tp_config_init(struct tp_config *config);

/* Takes one field: its path ("volume.voice", "keys.pause.1"), and its value or that it is a table
 * of further fields. Texts are copied. -TP_EUSAGE with what is allowed, without a place;
 * -TP_ENOMEM. */
int tp_config_field(struct tp_config *config, const char *path, bool table, struct tp_value value,
                    struct tp_err *err);

void tp_config_finish(struct tp_config *config);

#endif
