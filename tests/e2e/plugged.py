#!/usr/bin/env python3
"""plugged.py TPRUN ONSETS: a session that begins without a device goes over to one that comes.

The sound server starts while the session runs. Until then the clock keeps the session going; from
then on every cue must be heard at its frame, as in the rendered file, shifted by one constant, and
session time must have gone on evenly. A device that ran dry gives no figure: then again, three times
at most.
"""
import json
import subprocess
import sys
import time

import rig
from session import RATE, ROUNDED, as_floats

TRIES = 3
BEFORE = 2  # cues told before the server starts
ROUTINE = """-- without a title, which only the file would say
for i = 1, 24 do tone { hz = 300 + 37 * i, seconds = 0.4 } wait(0.77) end
"""


def lines(path, method):
    told = [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]
    return [line["params"] for line in told if line["method"] == method]


def play(box, tprun, routine, events):
    """Plays once: (recording, session seconds at which the device was found, warnings)."""
    box.stop_server()
    events.write_text("")
    program = box.start([tprun, routine, "--seed", "1", "--events", str(events)],
                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    rig.until(lambda: len(lines(events, "cue")) >= BEFORE, "the first cues")
    assert "no sound card" in lines(events, "warning")[0]["text"]
    box.start_server()
    came = time.monotonic()
    with box.record() as recording:
        rig.until(lambda: lines(events, "audio.found"), "the device")
        print(f"found {time.monotonic() - came:.1f} s after it came")
        _, chatter = program.communicate(timeout=60)
        recording.wait_for(RATE // 10)
    assert program.returncode == 0 and chatter == "", f"on stderr: {chatter}"
    return recording, lines(events, "audio.found")[0]["t"]


def test(box, tprun, tool):
    routine, events = box.folder / "routine.lua", box.folder / "events.jsonl"
    reference = box.folder / "file.f32"
    routine.write_text(ROUTINE)
    told = box.run([tprun, "render", str(routine), "-o", str(box.folder / "file.wav")])
    assert told.returncode == 0, told.stderr
    as_floats(box.folder / "file.wav", reference)
    for _ in range(TRIES):
        recording, found = play(box, tprun, str(routine), events)
        frames = [round((cue["at"] + 0.1) * RATE) for cue in lines(events, "cue")
                  if cue["type"] == "tone" and cue["at"] > found + 0.5]
        offsets = rig.onsets(tool, reference, recording.path, frames, ROUNDED)
        heard = [offset for offset in offsets.values() if offset is not None]
        print(f"found at {found:.2f} s, {len(heard)} of {len(frames)} cues heard after it, "
              f"offsets {sorted(set(heard))}")
        assert len(frames) >= 5, "too few cues to tell"
        if len(heard) == len(frames) and len(set(heard)) == 1:
            return
    sys.exit("cues are not at their frames, three times in a row")


if __name__ == "__main__":
    rig.main(test)
