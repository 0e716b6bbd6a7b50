#!/usr/bin/env python3
"""session.py TPRUN ONSETS: plan, file and live sound of one session agree, cue by cue, to the sample.

A whole session (words and tones, a hold, a stretch, a timer, a note on one side) is planned, rendered
and played through PortAudio, ALSA and PulseAudio with the same seed. Every cue of the plan must be
told by the live session at the same session time, and the sound at its onset in the recording must be
that of the rendered file, shifted by one constant. Where the file has a step its own cue points tell, for
its two rules are longer, and it says its title. A device that ran dry gives no figure: then again, three
times at most.
"""
import array
import json
import sys
import wave

import recording as written
import rig

RATE, TRIES = 48000, 3
INTO_CUE = RATE // 4  # soft sounds begin at nothing: they are compared 250 ms later
ROUNDED = "0.00005"    # the file has 16 bits, and live there is dither of one step
ROUTINE = """routine { title = "End to end", position = "sitting" }
stop_words()
say "Sit tall."
every(7.2, function() tone "tick" end)
hold { "The palm of your hand", side = "left", seconds = 6, reps = 1, rest = 3, ramp = 2 }
for i = 1, 12 do tone { hz = 400 + 37 * i, seconds = 0.3, pan = i % 2 } wait(0.37) end
breathe { cycles = 1 }
"""


def as_floats(path, out):
    """Turns a 16-bit WAV into headless floats."""
    with wave.open(str(path)) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
    with open(out, "wb") as file:
        array.array("f", (sample / 32768 for sample in samples)).tofile(file)


def prepare(box, tprun, routine):
    """Plan and file, from an empty cache: (plan, the plan as the file has it, path of the file's samples)."""
    reference = box.folder / "file.f32"
    plan = box.run([tprun, "plan", "--json", routine])
    assert plan.returncode == 0, plan.stderr
    told = box.run([tprun, "render", routine, "-o", str(box.folder / "file.wav")])
    assert told.returncode == 0, told.stderr
    as_floats(box.folder / "file.wav", reference)
    plan, (_, marks) = json.loads(plan.stdout), written.about(box.folder / "file.wav")
    return plan, written.laid(plan, marks), reference


def play(box, tprun, routine):
    """Plays once: (cues as told, recording, warnings)."""
    events = box.folder / "events.jsonl"
    with box.record() as recording:
        told = box.run([tprun, routine, "--seed", "1", "--words", "full", "--events", str(events)], timeout=180)
        recording.wait_for(RATE // 10)
    assert told.returncode == 0, told.stderr
    lines = [json.loads(line) for line in events.read_text().splitlines()]
    cues = [line["params"] for line in lines if line["method"] == "cue"]
    return cues, recording, [line["params"] for line in lines if line["method"] == "warning"]


def told_alike(planned, told):
    keys = ("at", "seconds", "type", "text", "name", "step")
    for one, other in zip(planned, told):
        assert [one.get(k) for k in keys] == [other.get(k) for k in keys], f"{one} is told as {other}"
    assert len(planned) == len(told), f"{len(planned)} cues planned, {len(told)} told"


def test(box, tprun, tool):
    routine = str(box.folder / "routine.lua")
    with open(routine, "w", encoding="utf-8") as file:
        file.write(ROUTINE)
    plan, laid, reference = prepare(box, tprun, routine)
    planned = plan["cues"]
    rules = next(step["n"] for step in plan["steps"] if step["title"] == "Two rules")
    # frame in the file: by how much later it is there than in the session
    moved = {round(there["at"] * RATE) + INTO_CUE: round((there["at"] - here["at"]) * RATE)
             for here, there in zip(planned, laid["cues"]) if here["step"] != rules}
    frames = sorted(moved)
    for _ in range(TRIES):
        told, recording, warnings = play(box, tprun, routine)
        told_alike(planned, told)
        assert not warnings, warnings
        offsets = rig.onsets(tool, reference, recording.path, frames, ROUNDED)
        heard = [offset + moved[frame] for frame, offset in offsets.items() if offset is not None]
        print(f"{len(planned)} cues, {len(heard)} of {len(frames)} onsets heard, "
              f"offsets {sorted(set(heard))}")
        if len(heard) == len(frames) and len(set(heard)) == 1:
            return
    sys.exit("live sound and file differ, three times in a row")


if __name__ == "__main__":
    rig.main(test)
