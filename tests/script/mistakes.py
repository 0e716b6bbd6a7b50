#!/usr/bin/env python3
"""mistakes.py PROGRAM: every wrong call of mistakes.txt fails with its line, at its place in the file."""
import pathlib
import sys
import tempfile

from story import Plan

INDENT = "    "


def table(text):
    """(call, what is said), in the order of the file."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    calls, said = lines[0::2], lines[1::2]
    assert len(calls) == len(said) and all(line.startswith(INDENT) for line in said), "not in pairs"
    return [(call, line.strip()) for call, line in zip(calls, said)]


def answer(program, folder, call):
    file = pathlib.Path(folder, "wrong.lua")
    file.write_text(f"\n\n{call}\n", encoding="utf-8")
    plan = Plan(program, file)
    return plan.status, plan.aside


def main():
    program = sys.argv[1]
    rows = table(pathlib.Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))
    assert len(rows) > 100, "the table is shorter than it should be"
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for call, said in rows:
            status, aside = answer(program, folder, call)
            if status != 1 or aside != [f"tprun: wrong.lua:3: {said}"]:
                found += [call, f"    should say {said}", f"    exited with {status}: {aside}"]
    print("\n".join(found) or f"{len(rows)} mistakes, each with its line")
    return 1 if found else 0


sys.exit(main())
