#!/usr/bin/env python3
"""skipping.py PROGRAM: what `next` leads to in each kind of step, in a session without sound.

The session runs twenty times faster than time; every step that is left would last 17 s or more."""
import json
import pathlib
import subprocess
import sys

RUN = ["--audio", "null:20", "--voice", "sim", "--quiet", "--events", "-", "--commands", "-"]
LEAVE = [  # in order: leave when an event of this name has this value among its parameters
    ("cue", "word"),              # the first sentence of two
    ("step.start", "locate"),     # its time to get there
    ("step.start", "locate"),     # that of hold
    ("cue", "start"),             # in the seconds that count
    ("step.start", "rest"),
    ("cue", "start"),             # the second repetition
    ("step.start", "rest"),
    ("cue", "word"),              # the first sentence inside step{}
    ("step.start", "Talk"),       # its wait
    ("step.start", "Own"),        # a wait in a coroutine, in a pcall
    ("ask", "How sore?"),
    ("step.start", "breathe"),
]
STEPS = """open Welcome done
say word skipped
say Two rules done
locate A spot. skipped
locate A spot. skipped
hold A spot. skipped
rest Rest skipped
hold A spot. skipped
rest Rest skipped
step Talk skipped
step Talk skipped
step Own skipped
ask How sore? skipped
breathe Breathe skipped
say Heard. done
done Done done""".splitlines()
PRINTS = ["skipped true", "closed talk", "closed coroutine", "5"]


def matches(event, wanted):
    name, value = wanted
    return event["method"] == name and any(
        isinstance(one, str) and one.startswith(value) for one in event["params"].values())


def session(program, file):
    """Leaves what is to be left; gives back events and other lines."""
    events, lines, leave = [], [], list(LEAVE)
    with subprocess.Popen([program, file.name, *RUN], cwd=file.parent, text=True, encoding="utf-8",
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
        for line in child.stdout:
            if not line.startswith("{"):
                lines.append(line.strip())
                continue
            event = json.loads(line)
            events.append(event)
            if leave and matches(event, leave[0]):
                leave.pop(0)
                child.stdin.write('{"jsonrpc":"2.0","method":"next"}\n')
                child.stdin.flush()
    return events, lines, leave


def steps_of(events):
    steps = []
    for event in events:
        params = event["params"]
        if event["method"] == "step.start":
            steps.append(f"{params['kind']} {params['title'].split(' word')[0]}")
        elif event["method"] == "step.end":
            steps[-1] += " " + params["outcome"]
    return steps


def main():
    events, lines, left = session(sys.argv[1], pathlib.Path(__file__).with_suffix(".lua"))
    heard = [event["params"].get("text") for event in events if event["method"] == "cue"]
    prints = [line for line in lines if line in PRINTS or line == "never"]
    found = [f"never came: {one}" for one in left]
    found += [f"heard what was to be skipped: {text}" for text in ("Second sentence.", "Not heard.")
              if text in heard]
    if steps_of(events) != STEPS:
        found += ["the steps were:", *steps_of(events)]
    if prints != PRINTS:
        found += [f"printed {prints}, not {PRINTS}"]
    print("\n".join(found) or f"{len(LEAVE)} steps left as the guide says")
    return 1 if found else 0


sys.exit(main())
