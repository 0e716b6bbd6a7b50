#!/usr/bin/env python3
"""dither.py TPRUN: a device that sleeps over digital silence never gets any, and nobody hears it.

A routine that is silent is played to a null sink. What the sink was given while it ran is noise of
one step of 16 bits in each channel: at most -84 dBFS, never a stretch of nothing.
"""
import array
import math

import rig

RATE = 48000
INAUDIBLE = 10 ** (-84 / 20)
EDGE = RATE // 10  # in which a tone is still fading, or the stream begins
ROUTINE = 'routine { title = "Silence", position = "sitting" }\nwait(4)\n'


def longest(samples, belongs):
    """(first, end) of the longest stretch of samples that belong together."""
    best, begin = (0, 0), None
    for at, sample in enumerate(samples):
        if not belongs(sample):
            begin = None
            continue
        begin = at if begin is None else begin
        if at + 1 - begin > best[1] - best[0]:
            best = begin, at + 1
    return best


def check(channel, heard):
    """The longest stretch of what is not heard, from the first to the last sample that there was."""
    there = [at for at, sample in enumerate(heard) if sample != 0]
    assert there, "digital silence"
    heard = heard[there[0]:there[-1]]
    first, end = longest(heard, lambda sample: abs(sample) <= INAUDIBLE)
    quiet = heard[first + EDGE:end - EDGE]
    assert len(quiet) > 3 * RATE, f"only {len(quiet) / RATE:.1f} s of the wait are quiet"
    peak = max(abs(sample) for sample in quiet)
    assert peak > 0, "digital silence"
    rms = math.sqrt(sum(sample * sample for sample in quiet) / len(quiet))
    first, end = longest(quiet, lambda sample: sample == 0)
    print(f"channel {channel}: {len(quiet) / RATE:.2f} s, peak {20 * math.log10(peak):.1f} dBFS, "
          f"rms {20 * math.log10(rms):.1f} dBFS, longest nothing {end - first} frames")
    assert end - first < RATE // 100, "a stretch of nothing"


def test(box, tprun):
    routine = box.folder / "silence.lua"
    routine.write_text(ROUTINE)
    with box.record() as recording:
        told = box.run([tprun, str(routine)])
        recording.wait_for(RATE // 10)
    assert told.returncode == 0, told.stderr
    samples = array.array("f", recording.path.read_bytes()[:recording.frames() * rig.FRAME_BYTES])
    for channel in range(2):
        check(channel, samples[channel::2])


rig.main(test)
