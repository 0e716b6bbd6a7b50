/* Conversions of session time. Pure. */
#include "core/base/frames.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

tp_frames tp_frames_from_seconds(double seconds)
{
    double frames = seconds * TP_RATE;
    const double limit = 4.0e18;
    if (isnan(frames))
        return 0;
    if (frames > limit || frames < -limit)
        return frames > 0 ? TP_NEVER / 2 : -(TP_NEVER / 2);
    return (tp_frames)llround(frames);
}

double tp_frames_to_seconds(tp_frames frames)
{
    return (double)frames / TP_RATE;
}

const char *tp_frames_print(char text[TP_FRAMES_TEXT], tp_frames frames)
{
    /* 1e6 / 48000 = 125 / 6, rounded half up on the magnitude. */
    uint64_t magnitude = frames < 0 ? 0U - (uint64_t)frames : (uint64_t)frames;
    uint64_t micros = (magnitude % TP_RATE * 125 + 3) / 6;
    uint64_t seconds = magnitude / TP_RATE + micros / 1000000;
    snprintf(text, TP_FRAMES_TEXT, "%s%" PRIu64 ".%06u", frames < 0 ? "-" : "", seconds,
             (unsigned)(micros % 1000000));
    return text;
}

const char *tp_frames_clock(char text[TP_FRAMES_TEXT], tp_frames frames)
{
    int64_t seconds = frames > 0 ? frames / TP_RATE : 0;
    int64_t hours = seconds / 3600;
    unsigned minutes = (unsigned)(seconds / 60 % 60), rest = (unsigned)(seconds % 60);
    if (hours > 0)
        snprintf(text, TP_FRAMES_TEXT, "%" PRId64 ":%02u:%02u", hours, minutes, rest);
    else
        snprintf(text, TP_FRAMES_TEXT, "%u:%02u", minutes, rest);
    return text;
}

const char *tp_frames_duration(char text[TP_FRAMES_TEXT], tp_frames frames)
{
    long long seconds = (frames + TP_RATE / 2) / TP_RATE;
    if (seconds < 60)
        snprintf(text, TP_FRAMES_TEXT, "%lld s", seconds);
    else if (seconds < 3600)
        snprintf(text, TP_FRAMES_TEXT, "%lld min %lld s", seconds / 60, seconds % 60);
    else
        snprintf(text, TP_FRAMES_TEXT, "%lld h %lld min", seconds / 3600, seconds / 60 % 60);
    return text;
}
