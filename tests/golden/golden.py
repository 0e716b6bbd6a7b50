#!/usr/bin/env python3
"""golden.py PROGRAM NAME: the plan of the routine NAME, as sheet and as JSON, has not changed unseen.

A change that is meant is taken over by `tests/golden/renew`."""
import difflib
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
KINDS = {"txt": [], "json": ["--json"]}


def plan(program, name, kind):
    return subprocess.run([program, "plan", "--voice", "sim", *KINDS[kind], name], check=True, text=True,
                          encoding="utf-8", stdout=subprocess.PIPE, timeout=60).stdout


def main():
    program, name = sys.argv[1:]
    differences = []
    for kind in KINDS:
        file = FOLDER / f"{name}.{kind}"
        differences += difflib.unified_diff(
            file.read_text(encoding="utf-8").splitlines(), plan(program, name, kind).splitlines(),
            str(file), "now", n=1, lineterm="")
    print("\n".join(differences) or f"the plan of {name} is as it was")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
