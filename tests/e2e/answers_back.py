#!/usr/bin/env python3
"""answers_back.py TPRUN PROBE: a shared object that, whatever it is told, takes its device away, measures and
sends a command at once, amid the session's own work. All of it is done a moment later, and nothing is told
out of order."""
import json
import pathlib
import sys

from program import Findings, Home

ROUTINE = """routine { title = "Back", position = "sitting" }
for n = 1, 4 do
  step { title = "Step " .. n, function() set("probe-1.level", 0.5) say("Hello.") wait(4) end }
end
hold { "upper_trap", side = "left", seconds = 8, reps = 1, rest = 5, sensor = "pressure", band = { 10, 13 } }
"""
MANIFEST = {"id": "probe", "name": "Probe", "version": "1.0", "kinds": ["sensor", "output"], "object": "probe.so",
            "events": ["*"], "settings": {"does": {"type": "text", "default": "answers"}}}


def main():
    (tprun, probe), found = (pathlib.Path(given).resolve() for given in sys.argv[1:]), Findings()
    with Home() as home:
        home.write("back.lua", ROUTINE)
        folder = home.work / "probe"
        folder.mkdir()
        (folder / "plugin.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
        (folder / "probe.so").symlink_to(probe)
        told = home.run([tprun, "back.lua", "--quiet", "--now", "--voice", "sim", "--words", "tones", "--seed", "1",
                         "--audio", "null:60", "--events", "told", "--plugin", folder], limit=60)
        events = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
    found.want(told.status == 0 and not told.err, f"it ends with {told.status}: {told.err}")
    order = [event["params"]["seq"] for event in events]
    found.want(order == sorted(order), "events are told out of order")
    for method in ("session.seek", "session.pause", "session.end"):
        found.want(any(event["method"] == method for event in events), f"there is no {method}")
    found.close("what is answered back comes a moment later")


main()
