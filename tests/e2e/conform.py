#!/usr/bin/env python3
"""conform.py TPRUN PLUGIN: what `tprun plugins --test` says of a plugin, line by line: of the one in
the folder PLUGIN, or of a voice that is the shared object or the program PLUGIN.

Two plugins break their promises, and each is found out with the line that says how; sim keeps them,
with an output, and with a sensor whose cable is loose. Of two voices that tests have one speaks as fast
as ever when it is to be slow, and one keeps on answering what it was not asked.
"""
import json
import pathlib
import sys

import program

HERE = pathlib.Path(__file__).resolve().parent

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
    "sim": {
        "devices": ("ok", "sim-light (Simulated output), role light, level, colour, text; "
                          "sim-pressure (Simulated hand), role pressure, force in N"),
        "readings": ("ok", "force "),
        "outputs": ("ok", "takes no value that is out of range"),
        "leases": ("ok", "the safe value is there"),
        "unplug": ("ok", "2 unplugged"),
        "settings": ("ok", "least and most"),
    },
    "odd": {
        "manifest": ("ok", "odd 1: A voice"),
        "voices": ("FAILED", "anna: stretched, it is no slower"),
        "range": ("ok", "kept from it"),
    },
    "told": {
        "start": ("ok", "initialize is answered in "),
        "voices": ("ok", "1 of them speak, twice the same"),
        "says": ("FAILED", "an answer must have the id of what was asked"),
        "stop": ("ok", "after its input was closed"),
    },
}


def as_plugin(home, voice):
    """A folder with a manifest for a voice that has none; its id is in its name."""
    folder = home.work / voice.stem.removesuffix("_voice")
    folder.mkdir()
    (folder / voice.name).symlink_to(voice)
    runs = {"object": voice.name} if voice.suffix else {"command": [f"./{voice.name}", "mark"]}
    (folder / "plugin.json").write_text(json.dumps({
        "id": folder.name, "name": "A voice", "version": "1", "kinds": ["voice"],
        "voices": ["anna"], **runs}), encoding="utf-8")
    return folder


def try_it(home, tprun, folder):
    """Its exit status, and by check what it says."""
    settings = f":output=light,file={HERE / 'unplugged.csv'}" if folder.name == "sim" else ""
    told = home.run([tprun, "plugins", "--test", f"{folder}{settings}", "--json"])
    lines = [json.loads(line) for line in told.out.splitlines()]
    return told.status, {line["check"]: (line["verdict"], line["text"]) for line in lines}


def main():
    tprun, plugin = sys.argv[1], pathlib.Path(sys.argv[2])
    found = program.Findings()
    with program.Home() as home:
        folder = plugin if plugin.is_dir() else as_plugin(home, plugin)
        status, lines = try_it(home, tprun, folder)
    wanted = WANTED[folder.name]
    fails = any(verdict == "FAILED" for verdict, _ in wanted.values())
    found.want(status == int(fails), f"status {status}")
    for check, (verdict, text) in wanted.items():
        got = lines.get(check, ("nothing", ""))
        found.want(got[0] == verdict and text in got[1],
                   f'{check} should be {verdict} "{text}", is {got}')
    found.close("what it keeps and what it breaks is found, and said")


main()
