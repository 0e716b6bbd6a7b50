#!/usr/bin/env python3
"""conform_bad.py TPRUN FOLDER: a plugin that breaks its promises is found out, with the line that says
how. FOLDER is that of bad-object or of bad-program.
"""
import json
import pathlib
import sys

import program

WANTED = {
    "bad-object": {
        "manifest": ("ok", "bad-object 1: "),
        "start": ("ok", "started"),
        "devices": ("ok", "bad-1 (Bad), force in N, level"),
        "readings": ("FAILED", "force: 1 left aside: "),
        "unknown": ("ok", "goes on"),
        "malformed": ("skipped", "reads no lines"),
        "outputs": ("FAILED", "level: it stood at -1e+300, outside of 0–1"),
        "leases": ("FAILED", "level: 250 ms after its lease of 100 ms it stands at 1, not at its "
                             "safe value (off)"),
        "says": ("FAILED", "it writes to standard output, which is the program's: starting up"),
        "quick": ("FAILED", "set took "),
        "stop": ("ok", "after stop"),
        "left": ("FAILED", "each start leaves a file open"),
        "settings": ("FAILED", "it crashed with rate=100 (Aborted)"),
    },
    "bad-program": {
        "needs": ("ok", "needs nothing"),
        "start": ("ok", "initialize is answered in "),
        "devices": ("FAILED", 'b.level: kinds must have "output"'),
        "readings": ("FAILED", "force: 12 is not within 0–10"),
        "unknown": ("ok", "goes on"),
        "malformed": ("FAILED", "it ended with exit code 1: json.decoder.JSONDecodeError"),
        "outputs": ("skipped", "it no longer runs"),
        "says": ("FAILED", "a line of it is left aside: not JSON"),
        "again": ("FAILED", "started again, it still ran 1000 ms after SIGTERM"),
        "settings": ("FAILED", "with mode=crash: it ended with exit code 1: Oh."),
        "left": ("FAILED", "a process that it started still runs"),
        "range": ("ok", "kept from it"),
    },
}


def told_of(home, tprun, path):
    told = home.run([tprun, "plugins", "--test", path, "--json"], limit=60)
    lines = [json.loads(line) for line in told.out.splitlines()]
    return told, {line["check"]: (line["verdict"], line["text"]) for line in lines}


def main():
    tprun, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    found = program.Findings()
    with program.Home() as home:
        told, lines = told_of(home, tprun, folder)
        found.want(told.status == 1, f"status {told.status}, {told.err}")
        for check, (verdict, text) in WANTED[folder.name].items():
            got = lines.get(check, ("nothing", ""))
            found.want(got[0] == verdict and text in got[1],
                       f'{check} should be {verdict} "{text}", is {got}')
    found.close("what is wrong is found, and said")


main()
