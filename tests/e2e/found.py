#!/usr/bin/env python3
"""found.py TPRUN ONSETS [AWAY [TIMES]]: the loudspeaker goes away in the middle of a word, and comes back.

A hold runs; while its comment is being said the sink is removed, and put back AWAY seconds later (5).
Time must stand meanwhile. When the sound is back the words for it must be heard, to the sample as
`tprun say` says them, then, after half a minute and more, how the place is found; then the hold from
its start, each cue where the rendered file has it. TIMES times (1), each in a session of its own.
"""
import array
import json
import signal
import subprocess
import time

import recording as written
import rig
from session import RATE, as_floats

SHORT = 30          # seconds: who was away longer hears how the place is found
INTO_CUE = RATE // 4
ALIKE = "0.0002"    # each recording has its own dither, the file 16 bits
BACK = "Sound is back. Let go, shake it out, and we take this one again."
ROUTINE = """routine { title = "Lost and found", position = "sitting" }
hold { "%s", side = "left", seconds = 15, reps = 1, rest = 0 }
"""


class Session:
    """A session as it runs, and what it tells."""

    def __init__(self, box, *command):
        self.path = box.folder / "events.jsonl"
        self.path.unlink(missing_ok=True)
        self.process = box.start([*command, "--events", str(self.path)],
                                 stdout=subprocess.DEVNULL)

    def told(self, method):
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        events = []
        for line in lines:
            with_all = line.endswith("}")
            if with_all and (event := json.loads(line))["method"] == method:
                events.append(event["params"])
        return events

    def wait_for(self, method, what=lambda _: True, patience=60):
        return rig.until(lambda: next((e for e in self.told(method) if what(e)), None),
                         f"the event {method}", patience)


def samples_of(path):
    floats = array.array("f")
    floats.frombytes(path.read_bytes()[: path.stat().st_size // 8 * 8])
    return floats


def loud_frames(path, every=RATE // 5):
    """Frames of a recording at which something is heard, some way apart."""
    floats = samples_of(path)
    return [f for f in range(0, len(floats) // 2 - 512, every)
            if max(map(abs, floats[2 * f:2 * f + 64])) > 0.05]


def say(box, tprun, text):
    """A recording of these words alone."""
    with box.record() as recording:
        told = box.run([tprun, "say", text])
        recording.wait_for(RATE // 10)
    assert told.returncode == 0, told.stderr
    return recording.path


def place_of(tool, reference, recording, frames):
    """Where the words begin in the recording; None when they are not heard there."""
    heard = [o for o in rig.onsets(tool, reference, recording, frames, ALIKE).values()
             if o is not None]
    assert not heard or max(heard) - min(heard) < RATE // 2, f"the words are torn: {heard}"
    return heard[0] if len(heard) >= len(frames) // 2 else None  # a device may run dry in between


def lose_and_find(box, session, away):
    """Removes the sink in mid-word; (session time at which it stood, the second recording)."""
    with box.record():
        step = session.wait_for("step.start", lambda e: e["kind"] == "hold")
        start = session.wait_for("cue", lambda e: e.get("name") == "start")
        session.wait_for("cue", lambda e: e["type"] == "voice" and e["at"] > start["at"])
        time.sleep(0.7)  # into the word
        box.remove_sink()
        session.wait_for("audio.lost")
    time.sleep(away)  # the loss itself
    box.put_sink()
    return step, box.record()


def check_events(session, step, away):
    lost, found = session.told("audio.lost")[0], session.wait_for("audio.found")
    pause, resume = session.told("session.pause")[0], session.wait_for("session.resume")
    assert pause["t"] == found["t"] == resume["t"], "time did not stand"
    assert 0 <= pause["t"] - lost["t"] < 0.2, "time went on without sound"  # a last block
    seek = session.wait_for("session.seek", patience=60)
    assert seek["to"] == step["t"], f"it goes on at {seek['to']}, the hold begins at {step['t']}"
    return seek


def once(box, tprun, tool, routine, frames, references, away):
    session = Session(box, tprun, routine, "--seed", "1")
    step, second = lose_and_find(box, session, away)
    with second as recording:
        check_events(session, step, away)
        session.wait_for("cue", lambda e: e.get("name") == "end")
        session.process.terminate()
        status = session.process.wait(20)
        assert status == 128 + signal.SIGTERM, f"ended with {status}"
    back = place_of(tool, references["back"], recording.path, loud_frames(references["back"]))
    assert back is not None, "the words are not heard"
    if away > SHORT:
        find = place_of(tool, references["find"], recording.path, loud_frames(references["find"]))
        assert find is not None and find > back, "the finding words are not heard"
    offsets = [o for o in rig.onsets(tool, references["file"], recording.path, frames, ALIKE).values()
               if o is not None]
    dry = len(set(offsets)) - 1  # a device that ran dry moves what comes after it
    assert len(offsets) >= len(frames) - dry, "the hold is not heard as the file has it"
    assert max(offsets) - min(offsets) < RATE, "the hold is torn"
    print(f"{away} s away: heard the words at {back / RATE:.2f} s of the second recording, "
          f"{len(offsets)} of the hold's {len(frames)} cues to the sample"
          f"{f', the device dry {dry} times' if dry else ''}", flush=True)


def test(box, tprun, tool, away="5", times="1"):
    routine = str(box.folder / "routine.lua")
    with open(routine, "w", encoding="utf-8") as file:
        file.write(ROUTINE % ("levator" if float(away) > SHORT else "The palm"))
    plan = box.run([tprun, "plan", "--json", routine])
    assert plan.returncode == 0, plan.stderr
    told = box.run([tprun, "render", routine, "-o", str(box.folder / "file.wav")])
    assert told.returncode == 0, told.stderr
    references = {"file": box.folder / "file.f32", "back": say(box, tprun, BACK)}
    as_floats(box.folder / "file.wav", references["file"])
    _, marks = written.about(box.folder / "file.wav")
    laid = written.laid(json.loads(plan.stdout), marks)
    hold = next(step["n"] for step in laid["steps"] if step["kind"] == "hold")
    cues = [cue for cue in laid["cues"] if cue["step"] == hold]
    last = next(cue["at"] for cue in cues if cue.get("name") == "end")  # then it is ended
    planned = sorted({round(cue["at"] * RATE) + INTO_CUE for cue in cues if cue["at"] < last})
    if float(away) > SHORT:
        references["find"] = say(box, tprun, finding_words(json.loads(plan.stdout)))
    for _ in range(int(times)):
        once(box, tprun, tool, routine, planned, references, float(away))


def finding_words(plan):
    """What is said after side and name while the point is looked for: two sentences."""
    locate = next(step["n"] for step in plan["steps"] if step["kind"] == "locate")
    said = [c["text"] for c in plan["cues"] if c["step"] == locate and c["type"] == "voice"]
    return " ".join(said[-2:])


if __name__ == "__main__":
    rig.main(test)
