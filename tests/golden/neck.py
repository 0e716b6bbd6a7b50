#!/usr/bin/env python3
"""neck.py PROGRAM: the neck routine keeps what it promises, in the voice that people hear.

Ten to fourteen minutes, no more words in the first four minutes than each level allows, at least ten
seconds between two presses, every pressed muscle stretched, no strength above that of the neck, nothing
silent for long.
"""
import json
import subprocess
import sys

FIRST = 240  # seconds in which a person takes the words in
MOST = {"full": 170, "normal": 150, "brief": 45, "tones": 40}  # words in them, by how much is said


def planned(program, *options):
    out = subprocess.run([program, "plan", "--json", "neck", *options], check=True, text=True,
                         encoding="utf-8", stdout=subprocess.PIPE, timeout=60).stdout
    return json.loads(out)


def longest_silence(plan, kinds):
    """Seconds in which nothing is heard, within steps of these kinds only."""
    steps = {step["n"]: step["kind"] for step in plan["steps"]}
    heard, longest = 0.0, 0.0
    for cue in plan["cues"]:
        if steps[cue["step"]] in kinds:
            longest = max(longest, cue["at"] - heard)
        heard = max(heard, cue["at"] + cue["seconds"])
    return longest


def wordy(program):
    """The levels at which too much is said."""
    for level, most in MOST.items():
        words = sum(len(cue["text"].split()) for cue in planned(program, "--words", level)["cues"]
                    if cue["type"] == "voice" and cue["at"] < FIRST)
        if words > most:
            yield f"{words} words in the first {FIRST} s at {level}, not at most {most}"


def broken(plan):
    """The promises that do not hold."""
    steps, holds = plan["steps"], [step for step in plan["steps"] if step["kind"] == "hold"]
    rests = [after["length"] for before, after in zip(steps, steps[1:]) if before["kind"] == "hold"]
    stretched = {step["point"] for step in steps if step["kind"] == "stretch"}
    warm = [step for step in steps if step["kind"] == "warm_up"]
    promises = {
        "it takes 10 to 14 minutes": 600 <= plan["seconds"] <= 840,
        "at least 10 s of rest after each press": min(rests) >= 10,
        "every pressed muscle is stretched": {step["point"] for step in holds} <= stretched,
        "strength 5 at most, the first press the lightest":
            max(step["pressure"] for step in holds) <= 5
            and holds[0]["pressure"] == min(step["pressure"] for step in holds),
        "60 s of warming up come first":
            sum(step["seconds"] for step in warm) >= 60 and warm[-1]["start"] < holds[0]["start"],
        "both sides have the same":
            len({sum(step["seconds"] for step in holds if step["side"] == side)
                 for side in ("left", "right")}) == 1,
        "in a hold something is heard every 10 s": longest_silence(plan, {"hold"}) <= 10,
        "elsewhere every 20 s": longest_silence(plan, {step["kind"] for step in steps}) <= 20,
    }
    return [promise for promise, kept in promises.items() if not kept]


def main():
    found = [*broken(planned(sys.argv[1])), *wordy(sys.argv[1])]
    left = planned(sys.argv[1], "side=left") if not found else {"steps": []}
    found += [f"side=left presses the {step['side']} side" for step in left["steps"]
              if step["kind"] == "hold" and step["side"] != "left"]
    print("\n".join(found) or "the neck routine keeps its promises")
    return 1 if found else 0


sys.exit(main())
