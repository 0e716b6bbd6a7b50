/* Session time: a signed 64-bit count of frames at 48 000 Hz, and its conversions.
 *
 * The only unit of time in engine, script and audio. Pure functions. [any thread] */
#ifndef TP_BASE_FRAMES_H
#define TP_BASE_FRAMES_H

#include <stddef.h>
#include <stdint.h>

typedef int64_t tp_frames;

enum { TP_RATE = 48000 }; /* frames per second */

/* Later than any session: no due instant. */
#define TP_NEVER INT64_MAX

/* Longest time a routine may take. */
#define TP_DAY ((tp_frames)86400 * TP_RATE)

/* Seconds to frames, rounded to the nearest; NaN becomes 0, out of range is clamped to ±TP_NEVER/2.
 */
tp_frames tp_frames_from_seconds(double seconds);

/* Milliseconds to frames, exact. */
#define TP_MS(ms) ((tp_frames)(ms) * (TP_RATE / 1000))

double tp_frames_to_seconds(tp_frames frames);

/* Enough for every text below. */
enum { TP_FRAMES_TEXT = 32 };

/* Seconds with six decimals by integer arithmetic ("12.345625"), so that every machine prints the
 * same digits. Returns `text`. */
const char *tp_frames_print(char text[TP_FRAMES_TEXT], tp_frames frames);

/* Minutes and seconds as people read them: "4:07", from an hour on "1:04:07". Rounds down. */
const char *tp_frames_clock(char text[TP_FRAMES_TEXT], tp_frames frames);

/* A length of time in short words: "40 s", "12 min 40 s", from an hour on "1 h 4 min". Rounds to
 * the nearest second. */
const char *tp_frames_duration(char text[TP_FRAMES_TEXT], tp_frames frames);

#endif
