#!/usr/bin/env python3
"""first_minutes.py PROGRAM README: the first four minutes of neck stand in the guide as they are heard.

The section below is written out of the plan, in the voice that people hear, by `tests/golden/renew`. Here
it must have the same sounds and words, at the same times but for a second, and no more words than a person
takes in: fewer for one who knows the routine.
"""
import json
import pathlib
import subprocess
import sys

FIRST = 240  # seconds
MOST = {"full": 170, "brief": 45}  # words in them
TOGETHER = 0.5  # seconds: what begins so close to each other stands in one row
ALIKE = ({"inhale", "exhale"}, {"tick"})  # and so does what follows of these
HEADING = "## The first four minutes of neck"
HEAD = """
What the person hears of [neck.lua](neck.lua), taken from its plan: words in quotation marks, sounds by their
names. How much is said when, stands under [How many words](#how-many-words).
"""


def cues_of(program, level):
    out = subprocess.run([program, "plan", "--json", "--words", level, "neck"], check=True, text=True,
                         encoding="utf-8", stdout=subprocess.PIPE, timeout=60).stdout
    cues = [cue for cue in json.loads(out)["cues"] if cue["at"] < FIRST]
    return sorted(cues, key=lambda cue: (round(cue["at"], 1), cue["type"]))


def words_in(cues):
    return sum(len(cue["text"].split()) for cue in cues if cue["type"] == "voice")


def shown(cue):
    return f"“{cue['text']}”" if cue["type"] == "voice" else f"`{cue['name']}`"


def belongs(cue, row):
    names = {one.get("name") for one in [*row, cue]}
    return cue["at"] - row[0]["at"] < TOGETHER or any(names <= alike for alike in ALIKE)


def table(cues):
    """[(seconds, what is heard)…]"""
    rows = []
    for cue in cues:
        if rows and belongs(cue, rows[-1]):
            rows[-1].append(cue)
        else:
            rows.append([cue])
    return [(int(row[0]["at"]), " ".join(map(shown, row))) for row in rows]


def section(program):
    lines = [HEADING, HEAD.rstrip()]
    for level in MOST:
        cues = cues_of(program, level)
        lines += ["", f"At `{level}`, {words_in(cues)} words:", "", "| time | heard |", "|---:|---|"]
        lines += [f"| {at // 60}:{at % 60:02} | {heard} |" for at, heard in table(cues)]
    return "\n".join(lines) + "\n"


def split(text):
    """What stands before the section, the section, and what stands after it."""
    start = text.index(HEADING + "\n")
    end = text.index("\n## ", start) + 1
    return text[:start], text[start:end], text[end:]


def renew(program, readme):
    before, _, after = split(readme.read_text(encoding="utf-8"))
    readme.write_text(before + section(program) + "\n" + after, encoding="utf-8")


def parts(line):
    """(seconds or None, the rest) of a line."""
    cells = line.split(" | ", 1)
    minutes, colon, seconds = cells[0].strip("| ").partition(":")
    if len(cells) == 2 and colon and (minutes + seconds).isdigit():
        return 60 * int(minutes) + int(seconds), cells[1]
    return None, line


def differences(stands, should):
    stands, should = stands.strip().splitlines(), should.strip().splitlines()
    for a, b in zip(stands + [""] * len(should), should + [""] * len(stands)):
        (at, heard), (wanted_at, wanted) = parts(a), parts(b)
        if heard != wanted or (at is None) != (wanted_at is None) or abs((at or 0) - (wanted_at or 0)) > 1:
            yield f"the guide has: {a}"
            yield f"       it is: {b}"
            return  # what follows is shifted


def main():
    program, readme = sys.argv[1], pathlib.Path(sys.argv[2])
    found = [f"{words_in(cues)} words in the first {FIRST} s at {level}, at most {most}"
             for level, most in MOST.items() if words_in(cues := cues_of(program, level)) > most]
    found += differences(split(readme.read_text(encoding="utf-8"))[1], section(program))
    print("\n".join(found) or "the first minutes are as the guide has them")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
