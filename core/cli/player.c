/* A mixer with an output and nothing else. */
#include "core/cli/player.h"

#include "core/cli/output.h"

#include <stdlib.h>
#include <time.h>

enum { TICK_NS = 10000000, GIVE_UP_MS = 5000 };

struct tp_player {
    struct tp_mixer *mixer;
    struct tp_output *output;
};

static uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

int tp_player_open(struct tp_player **out, const struct tp_options *options, struct tp_err *err)
{
    struct tp_player *player = calloc(1, sizeof *player);
    *out = player;
    if (!player)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    player->mixer = tp_mixer_create();
    if (!player->mixer)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_mixer_mono(player->mixer, options->mono);
    tp_mixer_swap(player->mixer, options->swap_sides);
    return tp_output_open(&player->output, player->mixer, options, err);
}

void tp_player_close(struct tp_player *player)
{
    if (!player)
        return;
    tp_output_close(player->output);
    tp_mixer_destroy(player->mixer);
    free(player);
}

int tp_player_play(struct tp_player *player, struct tp_clip *clip, enum tp_strip strip,
                   struct tp_err *err)
{
    struct tp_mix_cue cue = {
        .clip = clip, .gain = 1, .bus = TP_BUS_NOW, .strip = (uint8_t)strip, .id = 1};
    struct tp_mix_event event;
    struct timespec tick = {0, TICK_NS};
    uint64_t heard = clock_ns(), pulled = tp_mixer_pulled(player->mixer);
    if (tp_mixer_post(player->mixer, &cue) < 0) {
        tp_clip_unref(clip);
        return tp_err_set(err, TP_EDEVICE, "the sound cannot be played");
    }
    for (;;) {
        uint64_t now = clock_ns();
        tp_output_tick(player->output, now);
        if (tp_output_is_silent(player->output))
            return tp_err_set(err, TP_EDEVICE, "there is no sound card that can be opened");
        while (tp_mixer_poll(player->mixer, &event))
            if (event.kind == TP_MIX_DONE) {
                tp_clip_unref(event.clip);
                return 0;
            }
        if (tp_mixer_pulled(player->mixer) != pulled) {
            pulled = tp_mixer_pulled(player->mixer);
            heard = now;
        }
        if (now - heard > (uint64_t)GIVE_UP_MS * 1000000U)
            return tp_err_set(err, TP_EDEVICE, "the sound device does not play");
        nanosleep(&tick, NULL);
    }
}
