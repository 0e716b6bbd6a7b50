#!/usr/bin/env python3
"""speed.py TPRUN ROUTINES: at another speed a routine is the same in less time, or in more.

The plans of the routines, and of every file of verbs/, at several speeds: the same sentences, sounds,
steps and results in the same order; sentences and questions as long as ever; what lies between them
divided by the speed.
"""
import pathlib
import sys

from story import Plan

SLACK = 0.001   # seconds: instants are rounded to frames
WAKING = 0.4    # the sound that wakes a loudspeaker after ten seconds of quiet, ahead of the words
LONG = {"many_steps.lua"}


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def alike(plan):
    """The spans that no speed changes: sentences, and questions as a whole."""
    spans = [(c["at"], c["at"] + c["seconds"]) for c in plan["cues"] if c["type"] == "voice"]
    spans += [(s["start"], s["start"] + s["length"]) for s in plan["steps"] if s["kind"] == "ask"]
    return sorted(spans)


def moved(spans, at, speed):
    """When that happens at `speed` which happens at `at` otherwise."""
    kept, until = 0, 0
    for begin, end in spans:
        begin, end = max(begin, until), min(end, at)
        if end > begin:
            kept += end - begin
            until = end
    return kept + (at - kept) / speed


def pairs(usual, quick, name):
    """Sentence by sentence and sound by sound; not the sound that comes when it was really quiet for long."""
    for type, what in (("voice", "text"), ("tone", "name")):
        cues, others = ([c for c in of["cues"] if c["type"] == type and c.get("name") != "next"] for of in (usual, quick))
        other_way = [(c[what], d[what]) for c, d in zip(cues, others) if c[what] != d[what]]
        check(not other_way and len(cues) == len(others), f"{name}: is heard otherwise: {other_way[:3]}")
        yield from zip(cues, others)


def wakings(usual, quick):
    """How often, at most, a loudspeaker was woken: only that lead of 0.4 s is divided by no speed."""
    nexts = [[c["at"] for c in of["cues"] if c.get("name") == "next"] for of in (usual, quick)]
    voices = {round(c["at"], 5) for c in quick["cues"] if c["type"] == "voice"}
    woken = sum(round(at + WAKING, 5) in voices for at in nexts[1])
    return max(woken, len(nexts[0]) - len(nexts[1]) + woken)


def is_the_same(name, usual, quick, speed):
    name = f"{name} at {speed}"
    check(usual.aside == quick.aside, f"{name}: said {quick.aside}, not {usual.aside}")
    for what in ("kind", "side", "title", "section", "line", "pressure"):
        check([s[what] for s in usual.json["steps"]] == [s[what] for s in quick.json["steps"]], f"{name}: {what}")
    if name.startswith("felt"):  # what a sensor feels counts by the clock of the session, words or not
        return
    spans = alike(usual.json)
    slack = SLACK + WAKING * max(1, 1 / speed) * wakings(usual.json, quick.json)
    for cue, other in pairs(usual.json, quick.json, name):
        wanted, what = moved(spans, cue["at"], speed), cue.get("text") or cue["name"]
        check(abs(other["at"] - wanted) <= slack, f"{name}: {what} at {other['at']}, not {wanted}, of {cue['at']}")
        if cue["type"] == "voice":
            check(other["seconds"] == cue["seconds"], f"{name}: {what} was made longer or shorter")


def waits(program, folder):
    """Exactly, where nothing is said: a wait, a hold, a ramp, and what is given back."""
    file = folder / "speed" / "waits.lua"
    for speed, by in (("1", 1), ("4", 4), ("0.5", 0.5), ("60", 60)):
        plan = Plan(program, file, ("--words", "tones", "--speed", speed))
        check(plan.status == 0, plan.aside)
        start = {c["name"]: c for c in plan.json["cues"] if c["type"] == "tone"}
        check(abs(start["done"]["at"] - start["attention"]["at"] - 120 / by) < SLACK, f"120 s at {speed}")
        check(abs(start["nak"]["at"] - start["ack"]["at"] - 3 / by) < SLACK, f"3 s within a step at {speed}")
        check(abs(start["press"]["seconds"] - max(10 / by, 0.5)) < SLACK, f"the glide at {speed}")
        check(plan.aside == ["done 30.0", "timer 60"], f"given back at {speed}: {plan.aside}")


def main():
    program, routines = sys.argv[1], pathlib.Path(sys.argv[2])
    here = pathlib.Path(__file__).parent
    waits(program, here)
    for file in sorted(routines.glob("*.lua")) + sorted((here / "verbs").glob("*.lua")):
        usual = Plan(program, file) if file.name not in LONG else None
        for speed in (4, 2.5, 0.5) if usual and usual.status == 0 else ():
            is_the_same(file.name, usual, Plan(program, file, ("--speed", str(speed))), speed)


main()
