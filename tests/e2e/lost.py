#!/usr/bin/env python3
"""lost.py LIVE_CUES ONSETS: a device that stalls, and one that goes away, and both come back.

While cues sound, the sink is suspended for a while (no callback comes any more), and later removed
and put back (the library ends the stream). Both times the driver must say LOST within a second, the
count must stand, and afterwards every cue that is left must be heard at its frame. What was on its
way to the device when it went is gone. A device that ran dry besides gives no figure: then again,
three times at most.
"""
import subprocess
import threading
import time

import rig

CUES, TRIES = 32, 3
PLAYED = 3 * 48000   # frames recorded before each loss
AWAY = 1.5           # seconds; the driver looks again after 0.5 and 1 more
SWALLOWED = 60 * 48  # frames: the latency of 40 ms, and a block or two
MISSED = 24000       # frames: a new recorder may begin a little later than the sound


class Program:
    """live_cues as it runs, and the lines that it says."""

    def __init__(self, box, *command):
        self.process = box.start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.rows = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.rows.append(line.split())

    def told(self, kind):
        return [row[1:] for row in list(self.rows) if row[0] == kind]

    def state(self, name, number):
        """(time in s, count) at which the device went into this state for the n-th time."""
        def rows():
            return [row for row in self.told("state") if row[1] == name]
        rig.until(lambda: len(rows()) >= number, f"state {name}, number {number}")
        when, _, count = rows()[number - 1]
        return int(when) / 1000, int(count)

    def end(self):
        """Waits for its end; how often the device ran dry."""
        chatter = self.process.stderr.read()
        assert self.process.wait(60) == 0 and chatter == "", f"on stderr: {chatter}"
        rig.until(lambda: self.told("end"), "the last line")
        return int(self.told("end")[0][1])


def stood(how, gone, back, lost, found):
    """Checks one loss; the count at which it stood."""
    (lost_at, stands), (found_at, goes_on) = lost, found
    print(f"{how}: lost {lost_at - gone:.2f} s after it went at frame {stands}, "
          f"back {found_at - back:.2f} s after it came")
    assert lost_at - gone < 1, "LOST came late"
    assert goes_on - stands < 0.2 * 48000, f"the count went on to {goes_on}"
    return stands


def play(box, program, first):
    """Both losses: (count at the first, count at the second, the second recording, dry blocks)."""
    program.state("playing", 1)
    first.wait_for(PLAYED)
    gone = time.monotonic()
    box.suspend_sink(True)
    lost = program.state("lost", 1)
    time.sleep(AWAY)  # the length of the loss itself
    back = time.monotonic()
    box.suspend_sink(False)
    stalled = stood("stalled", gone, back, lost, program.state("playing", 2))

    first.wait_for(PLAYED)
    gone = time.monotonic()
    box.remove_sink()
    lost = program.state("lost", 2)
    time.sleep(AWAY)
    back = time.monotonic()
    box.put_sink()
    with box.record() as second:
        removed = stood("removed", gone, back, lost, program.state("playing", 3))
        dry = program.end()
        second.wait_for(4800)
    return stalled, removed, second, dry


def heard(tool, reference, recording, frames):
    """Checks that all these cues are heard at their frames."""
    offsets = rig.onsets(tool, reference, recording.path, frames)
    print(f"{len(offsets)} cues, offsets {set(offsets.values())}")
    assert len(offsets) >= 5, "too few cues to tell"
    assert None not in offsets.values(), "cues are missing"
    assert len(set(offsets.values())) == 1, "cues are not at their frames"


def test(box, live_cues, tool):
    reference = box.folder / "reference.f32"
    for _ in range(TRIES):
        with box.record() as first:
            program = Program(box, live_cues, reference, str(CUES))
            stalled, removed, second, dry = play(box, program, first)
        if dry == 0:
            break
    assert dry == 0, f"{dry} underruns, {TRIES} times in a row"
    frames = [int(frame) for frame, in program.told("cue")]
    heard(tool, reference, first, [f for f in frames if f < stalled - SWALLOWED])
    heard(tool, reference, first, [f for f in frames if stalled <= f < removed - SWALLOWED])
    heard(tool, reference, second, [f for f in frames if f >= removed + MISSED])


rig.main(test)
