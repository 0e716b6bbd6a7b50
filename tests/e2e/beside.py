#!/usr/bin/env python3
"""beside.py TPRUN PLUGIN_FAULTY: whatever a plugin does beside it, a session is the same, to the sample.

One session alone, and one beside each thing that a plugin of its own process can do wrong; all at the
same time. The cues must come at the same frames, in one piece, and the person is told at most a few
sentences."""
import json
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

from program import Home

ROUTINE = """routine { title = "Beside", position = "sitting" }
say "Sit tall. Let your shoulders drop."
every(7.3, function() tone "tick" end)
hold { "upper_trap", side = "left", seconds = 20, reps = 1, rest = 5 }
for i = 1, 20 do tone { hz = 400 + 37 * i, seconds = 0.2 } wait(0.57) end
breathe { cycles = 4 }
"""
# What it does, and a word of what the person is told; None: nothing, or not within this session.
FAULTS = {"crash": "crashed", "nothing": "answer", "deaf": None, "exit": "exit code 3", "half": "exit code 1",
          "long": None, "bytes": None, "flood": None, "nan": None, "future": None, "child": "exit code 4",
          "stubborn": None, "words": None, "late": None}
SENTENCES = 3  # about one plugin, at most
MANIFEST = {"id": "faulty", "name": "A faulty plugin", "version": "1", "kinds": ["sensor", "output", "control"]}


def session(tprun, faulty, fault):
    """(cues, warnings, status) of a session beside a plugin that does this."""
    with Home() as home:
        home.write("beside.lua", ROUTINE)
        command = [tprun, "beside.lua", "--quiet", "--now", "--voice", "sim", "--words", "full", "--seed", "1",
                   "--audio", "null:120", "--events", "told"]
        if fault:
            folder = home.work / "faulty"
            folder.mkdir()
            (folder / "faulty").symlink_to(faulty)
            manifest = {**MANIFEST, "command": ["./faulty", fault]}
            (folder / "plugin.json").write_text(json.dumps(manifest), encoding="utf-8")
            command += ["--plugin", folder]
        told = home.run(command, limit=30)
        lines = (home.work / "told").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    cues = [{key: value for key, value in event["params"].items() if key not in ("seq", "wall")}
            for event in events if event["method"] == "cue"]
    return cues, [event["params"]["text"] for event in events if event["method"] == "warning"], told


def main():
    tprun, faulty = (pathlib.Path(given).resolve() for given in sys.argv[1:])
    wrong = []
    with ThreadPoolExecutor(len(FAULTS) + 1) as pool:
        alone = pool.submit(session, tprun, faulty, None)
        beside = {fault: pool.submit(session, tprun, faulty, fault) for fault in FAULTS}
        cues, warnings, told = alone.result()
        assert told.status == 0 and not warnings and len(cues) > 40, f"alone: {told.err} {warnings}"
        for fault, word in FAULTS.items():
            same, warnings, told = beside[fault].result()
            print(f"{fault}: {len(same)} cues, {told.seconds:.1f} s, {warnings}")
            if told.status != 0 or told.err:
                wrong.append(f"{fault}: status {told.status}: {told.err}")
            if same != cues:
                wrong.append(f"{fault}: other cues than alone")
            if len(warnings) > SENTENCES or word and not any(word in text for text in warnings):
                wrong.append(f"{fault}: the person is told {warnings}")
    sys.exit("\n".join(wrong) or 0)


main()
