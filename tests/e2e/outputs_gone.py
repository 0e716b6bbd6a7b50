#!/usr/bin/env python3
"""outputs_gone.py TPRUN: two lamps go out of reach while they are held; each is told of once."""
import json
import sys

from program import Findings, Home

ROUTINE = """routine { title = "Lamps", position = "sitting" }
step { title = "Bright", function() set("a.level", 0.5) set("b.level", 1) wait(20) end }
"""
MANIFEST = {"id": "lamps", "name": "Lamps", "version": "1", "kinds": ["output"], "command": ["./lamps.py"],
            "events": ["step.start"]}
LAMPS = """#!/usr/bin/env python3
import json, sys
def say(**message): print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)
message = json.loads(sys.stdin.readline())
say(id=message["id"], result={"protocol": 1, "id": "lamps", "version": "1", "kinds": ["output"]})
for lamp in "ab":
    say(method="device.add", params={"id": lamp, "channels": [{"name": "level", "kind": "number"}]})
for line in sys.stdin:
    if json.loads(line)["method"] == "set":
        for lamp in "ab":
            say(method="device.remove", params={"id": lamp})
        break
for line in sys.stdin:
    pass
"""


def main():
    tprun, found = sys.argv[1], Findings()
    with Home() as home:
        home.write("lamps.lua", ROUTINE)
        folder = home.work / "lamps"
        folder.mkdir()
        (folder / "plugin.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
        (folder / "lamps.py").write_text(LAMPS, encoding="utf-8")
        (folder / "lamps.py").chmod(0o700)
        told = home.run([tprun, "lamps.lua", "--quiet", "--now", "--voice", "sim", "--words", "tones",
                         "--audio", "null:15", "--events", "told", "--plugin", folder], limit=60)
        events = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
    said = [event["params"]["text"] for event in events if event["method"] == "warning"]
    found.want(told.status == 0 and not told.err, f"it ends with {told.status}: {told.err}")
    found.want(sorted(said) == ["no output is called 'a.level'", "no output is called 'b.level'"], f"it says {said}")
    found.close("each was told of once")


main()
