/* tprun sounds [NAME], tprun say "TEXT": hear single things. */
#include "core/cli/commands.h"
#include "core/cli/own_sounds.h"
#include "core/cli/player.h"
#include "core/cli/voices.h"
#include "core/cli/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int play_tone(struct tp_player *player, const struct tp_tone_set *set,
                     const struct tp_tone_info *info, struct tp_err *err)
{
    struct tp_tone tone = {.name = info->name};
    struct tp_clip *clip = tp_tone_set_render(set, &tone);
    if (!clip)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    printf("%-10s %5.2f s  %s\n", info->name, tp_frames_to_seconds(clip->frames), info->meaning);
    fflush(stdout);
    return tp_player_play(player, clip, TP_STRIP_TONE, err);
}

static int play_tones(const struct tp_options *options, const struct tp_tone_set *set,
                      struct tp_err *err)
{
    struct tp_player *player = NULL;
    size_t count;
    const struct tp_tone_info *table = tp_tone_table(&count);
    struct tp_tone_request wanted = {.name = options->argument};
    if (options->argument && !tp_tone_find(options->argument)) {
        tp_world_tone(NULL, &wanted, err);
        return -TP_EUSAGE;
    }
    int rc = tp_player_open(&player, options, err);
    for (size_t i = 0; rc == 0 && i < count; i++)
        if (!options->argument || strcmp(options->argument, table[i].name) == 0)
            rc = play_tone(player, set, &table[i], err);
    tp_player_close(player);
    return rc;
}

int tp_command_sounds(const struct tp_options *options)
{
    struct tp_err err = {0};
    struct tp_tone_set *set = NULL;
    int rc = tp_own_sounds(&set, options->config, &err);
    if (rc == 0)
        rc = play_tones(options, set, &err);
    tp_tone_set_destroy(set);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : TP_EXIT_OK;
}

static int speak(const struct tp_options *options, struct tp_voice *voice, struct tp_err *err)
{
    struct tp_player *player = NULL;
    struct tp_clip *clip = tp_voice_clip_wait(voice, options->argument, TP_SENTENCE_TIMEOUT_MS);
    if (!clip && tp_voice_trouble(voice, err) < 0)
        return -err->code;
    if (!clip)
        return tp_err_set(err, TP_EVOICE, "the voice cannot say this");
    printf("%.2f s\n", tp_frames_to_seconds(clip->frames));
    fflush(stdout);
    int rc = tp_player_open(&player, options, err);
    if (rc == 0)
        rc = tp_player_play(player, clip, TP_STRIP_VOICE, err);
    else
        tp_clip_unref(clip);
    tp_player_close(player);
    return rc;
}

int tp_command_say(const struct tp_options *options)
{
    struct tp_voices *voices = NULL;
    struct tp_voice *voice = NULL;
    struct tp_err err = {0};
    int rc = 0;
    if (!options->argument || !options->argument[strspn(options->argument, " \t\n")])
        rc = tp_err_set(&err, TP_EUSAGE, "say needs a text: tprun say \"Let go.\"");
    if (rc == 0)
        rc = tp_voices_find(&voices, &err);
    if (rc == 0)
        rc = tp_voices_open(voices, options->voice, options->rate, &voice, &err);
    if (rc == 0)
        rc = speak(options, voice, &err);
    tp_voice_close(voice);
    tp_voices_close(voices);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : TP_EXIT_OK;
}
