#!/usr/bin/env python3
"""verbs.py PROGRAM: runs `tprun plan` over every file of verbs/ and holds it to the file's own comments.

    --> LINE            the story (see story.py) has this line, after the one before
    --> no TEXT         no line of the story holds TEXT
    --> print: TEXT     the file prints this; when one is given, all are
    --> fails: TEXT     the plan fails with exactly this line
    --> refuses: TEXT   likewise, as a mistake of the command line: exit status 2
    --> run OPTION…     what follows is about a run with these options
"""
import pathlib
import sys

from story import Plan


def runs_of(text):
    """[options, [expectation…]] for each run that the file speaks of."""
    runs = [[[], []]]
    for line in text.splitlines():
        if line.startswith("--> run "):
            runs.append([line.split()[2:], []])
        elif line.startswith("--> "):
            runs[-1][1].append(line[4:])
    return [run for run in runs if run[1]]


def unmet_failure(plan, status, wanted):
    if plan.status == status and plan.aside[-1:] == ["tprun: " + wanted]:
        return []
    return [f"should fail with: {wanted}", f"said: {plan.aside[-1:]} and exited with {plan.status}"]


def unmet_prints(plan, wanted):
    if not wanted or wanted == plan.aside:
        return []
    return [f"should print: {wanted}", f"printed:      {plan.aside}"]


def unmet_story(plan, wanted):
    story, at = plan.story(), 0
    for line in wanted:
        if line.startswith("no "):
            found = [one for one in story if line[3:] in one]
        elif line in story[at:]:
            at = story.index(line, at) + 1
            continue
        else:
            found = story[at:at + 8]
        if found:
            return [f"not so: {line}", *("    " + one for one in found)]
    return []


def unmet(program, file):
    """What does not hold, as lines; nothing when all does."""
    for options, wanted in runs_of(file.read_text(encoding="utf-8")):
        plan = Plan(program, file, options)
        fails = [(1, line[7:]) for line in wanted if line.startswith("fails: ")]
        fails += [(2, line[9:]) for line in wanted if line.startswith("refuses: ")]
        prints = [line[7:] for line in wanted if line.startswith("print: ")]
        tells = [line for line in wanted if not line.startswith(("fails: ", "refuses: ", "print: "))]
        if fails:
            found = unmet_failure(plan, *fails[0])
        elif plan.status != 0:
            found = [f"failed: {plan.aside[-1:]}"]
        else:
            found = unmet_prints(plan, prints) + unmet_story(plan, tells)
        if found:
            return [f"{file.name} {' '.join(options)}".rstrip() + ":", *found]
    return []


def main():
    program, folder = sys.argv[1], pathlib.Path(__file__).parent / "verbs"
    files = sorted(folder.glob("*.lua"))
    assert files, "no file to run"
    silent = [f"{file.name} expects nothing" for file in files if not runs_of(file.read_text(encoding="utf-8"))]
    found = silent + [line for file in files for line in unmet(program, file)]
    print("\n".join(found) or f"{len(files)} files hold")
    return 1 if found else 0


sys.exit(main())
