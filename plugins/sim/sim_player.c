/* Playing a trace. */
#include "sim_player.h"

void sim_player_rewind(struct sim_player *player)
{
    player->round_s = 0;
    player->row = 0;
    player->fills = 0;
}

static uint64_t at_ns(const struct sim_player *player, double seconds)
{
    return (uint64_t)((player->round_s + seconds) / player->speed * 1e9);
}

/* The next reading between two rows, or after the last one. */
static bool next_filled(struct sim_player *player, struct sim_moment *out)
{
    const struct sim_trace *trace = player->trace;
    if (player->row == 0 || player->rate_hz <= 0)
        return false;
    const struct sim_row *before = &trace->rows[player->row - 1];
    if (before->fault == SIM_GAP || before->fault == SIM_UNPLUG)
        return false;
    double since = (double)(player->fills + 1) / player->rate_hz;
    double value = before->value;
    if (player->row < trace->count) {
        const struct sim_row *after = before + 1;
        double way = after->seconds - before->seconds;
        if (way <= SIM_JOIN_S || since + 0.5 / player->rate_hz > way)
            return false;
        value += (after->value - before->value) * since / way;
    } else if (player->loop) {
        return false;
    }
    player->fills++;
    *out = (struct sim_moment){at_ns(player, before->seconds + since), value, SIM_NONE, true};
    return true;
}

bool sim_player_next(struct sim_player *player, struct sim_moment *out)
{
    const struct sim_trace *trace = player->trace;
    if (next_filled(player, out))
        return true;
    if (player->row == trace->count) {
        if (!player->loop)
            return false;
        /* The first row may not fall on the last one. */
        double pause = player->rate_hz > 0 ? 1 / player->rate_hz : 0.02;
        player->round_s += trace->rows[trace->count - 1].seconds + pause;
        player->row = 0;
    }
    const struct sim_row *row = &trace->rows[player->row++];
    player->fills = 0;
    *out = (struct sim_moment){at_ns(player, row->seconds), row->value, row->fault, false};
    return true;
}
