/* Own sounds. */
#include "core/cli/own_sounds.h"

#include "core/base/text.h"
#include "core/cli/folders.h"

#include <stdlib.h>

/* Relative names are beside config.lua. The caller frees; NULL when out of memory. */
static char *path_of(const char *file)
{
    return *file == '/' ? tp_text_copy(file) : tp_folder_own(TP_FOLDER_CONFIG, file);
}

/* With the place of the mistake, where it is known. */
static int blame(const struct tp_config_sound *sound, const char *what, struct tp_err *err)
{
    if (sound->line == 0)
        return tp_err_set(err, TP_EUSAGE, "config.lua: %s", what);
    return tp_err_set(err, TP_EUSAGE, "config.lua:%d: %s", sound->line, what);
}

static int replace(struct tp_tone_set *set, const struct tp_config_sound *sound, struct tp_err *err)
{
    struct tp_err why;
    char *path = path_of(sound->file);
    int rc = path ? tp_tone_set_replace(set, sound->name, path, &why)
                  : tp_err_set(&why, TP_ENOMEM, "out of memory");
    free(path);
    return rc < 0 ? blame(sound, why.text, err) : 0;
}

int tp_own_sounds(struct tp_tone_set **out, const struct tp_config *config, struct tp_err *err)
{
    int rc = 0;
    *out = NULL;
    if (config->sound_count == 0)
        return 0;
    *out = tp_tone_set_create();
    if (!*out)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    for (size_t i = 0; rc == 0 && i < config->sound_count; i++)
        rc = replace(*out, &config->sounds[i], err);
    return rc;
}
