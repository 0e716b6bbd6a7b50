"""A plan as lines that a test can name, and the running of `tprun plan`. Used by the tests beside it.

A story has one line for each step and cue, in order of time; seconds without needless zeros:

    12.4 +20 hold left: The shoulder roll      a step: start, length, kind, side, title
    12.4 "Let go."                             a sentence
    12.4 ~end                                  a sound
"""
import json
import os
import pathlib
import subprocess


class Plan:
    """What `tprun plan --voice sim` makes of a routine file."""

    def __init__(self, program, file, options=(), routines=None):
        file = pathlib.Path(file)
        environment = {**os.environ, **({"TPRUN_ROUTINES": str(routines)} if routines else {})}
        done = subprocess.run([program, "plan", "--voice", "sim", "--json", file.name, *options],
                              cwd=file.parent, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60)
        self.status = done.returncode
        self.aside = done.stderr.splitlines()
        self.json = json.loads(done.stdout) if done.returncode == 0 else None

    def story(self):
        steps = [(s["start"], 0, step_line(s)) for s in self.json["steps"]]
        cues = [(c["at"], 1, cue_line(c)) for c in self.json["cues"]]
        lines = [line for _, _, line in sorted(steps + cues, key=lambda line: line[:2])]
        return lines + [f"{number(self.json['seconds'])} end"]


def sheet(program, file):
    """The lines of the programme sheet of a routine file."""
    done = subprocess.run([program, "plan", "--voice", "sim", file.name], cwd=file.parent, check=True,
                          capture_output=True, text=True, encoding="utf-8", timeout=60)
    return done.stdout.splitlines()


def number(seconds):
    """At most six decimals, none needless."""
    return f"{seconds:.6f}".rstrip("0").rstrip(".")


def step_line(step):
    who = " ".join(word for word in (step["kind"], step.get("side")) if word)
    return f"{number(step['start'])} +{number(step['length'])} {who}: {step.get('title') or ''}"


def cue_line(cue):
    what = f'"{cue["text"]}"' if cue["type"] == "voice" else "~" + cue["name"]
    return f"{number(cue['at'])} {what}"
