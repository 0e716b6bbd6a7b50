#!/usr/bin/env python3
"""silence.py PROGRAM ROUTINES: nothing that ships is silent for long: at most 10 s in a hold, 20 s elsewhere.

Silence can mean that the sound is lost, so it must be short, however little is said. Every routine of the
folder is planned at every level of words, in the voice that people hear and in that of the tests. Both the
figures that `plan` prints and what its cues say are held to the bounds, and to each other. Left out is
what an author's own `wait`, `step` and sentences leave silent. So that the figures can be trusted, routines
that are silent for a known time must be told so.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

MOST = {"in a hold": 10, "elsewhere": 20}  # seconds
LEVELS = ("full", "normal", "brief", "tones")
VOICES = ("slt", "sim")
# The program answers for these; the rest is the author's.
BODY = {"locate", "rest", "position", "stretch", "warm_up", "move", "breathe", "stroke", "hydrate", "hold"}
# Routines whose silence elsewhere is known, to the second.
SILENT = {"rest(400)": 400, "warm_up { seconds = 30 }\nrest(350)": 350, "hold { 'The palm.', reps = 1, rest = 0 }": 0,
          "say 'Now.' wait(200)": 0}


def planned(program, *options):
    done = subprocess.run([program, "plan", *options], text=True, encoding="utf-8", capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def printed(sheet):
    """The seconds that the programme sheet names, by where."""
    hold, elsewhere = re.search(r"^longest silence: ([\d.]+) s in a hold, ([\d.]+) s elsewhere$", sheet, re.M).groups()
    return {"in a hold": float(hold), "elsewhere": float(elsewhere)}


def gaps(plan):
    """(start, end) of all times in which no cue sounds."""
    heard = 0.0
    for cue in sorted(plan["cues"], key=lambda cue: cue["at"]):
        if cue["at"] > heard:
            yield heard, cue["at"]
        heard = max(heard, cue["at"] + cue["seconds"])
    if plan["seconds"] > heard:
        yield heard, plan["seconds"]


def stretches(plan, kinds):
    """(start, end) of steps of these kinds, those that follow each other as one."""
    found = []
    for step in plan["steps"]:
        if step["kind"] in kinds:
            end = step["start"] + step["length"]
            if found and abs(found[-1][1] - step["start"]) < 1e-5:
                found[-1][1] = end
            else:
                found.append([step["start"], end])
    return found


def longest(plan, kinds):
    parts = [min(end, over) - max(start, begin) for start, end in gaps(plan) for begin, over in stretches(plan, kinds)]
    return max([0.0, *parts])


def measured(plan):
    return {"in a hold": longest(plan, {"hold"}), "elsewhere": longest(plan, BODY)}


def wrong(program, name, *options):
    said = printed(planned(program, *options, name))
    found = measured(json.loads(planned(program, "--json", *options, name)))
    for where, most in MOST.items():
        if max(said[where], found[where]) > most:
            yield f"{name} {' '.join(options)}: silent for {found[where]:.1f} s {where}, at most {most}"
        if abs(said[where] - found[where]) > 0.06:
            yield f"{name} {' '.join(options)}: `plan` says {said[where]} s {where}; it is {found[where]:.2f}"


def untold(program, folder):
    for text, seconds in SILENT.items():
        file = pathlib.Path(folder, "silent.lua")
        file.write_text(text, encoding="utf-8")
        said = printed(planned(program, "--voice", "sim", str(file)))["elsewhere"]
        if not seconds <= said <= seconds + MOST["elsewhere"]:
            yield f"{text}: `plan` says {said} s of silence"


def main():
    program, folder = sys.argv[1:]
    names = sorted(str(file) for file in pathlib.Path(folder).glob("*.lua"))
    assert len(names) >= 2, "the routines are not where they were"
    found = [line for name in names for voice in VOICES for words in LEVELS
             for line in wrong(program, name, "--voice", voice, "--words", words)]
    with tempfile.TemporaryDirectory() as scratch:
        found += untold(program, scratch)
    print("\n".join(found) or f"{len(names)} routines, none silent for long")
    return 1 if found else 0


sys.exit(main())
