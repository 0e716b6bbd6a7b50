#!/usr/bin/env python3
"""plugins_found.py TPRUN: `tprun plugins` tells what is found, what is wrong with it, what is missing
and which package brings it; and of one of them what can be set."""
import json
import shutil
import sys

from program import Findings, Home, is_clean

LAMP = {
    "id": "lamp", "name": "A lamp \x1b[31m", "version": "2.1", "kinds": ["output", "control"],
    "command": ["./lamp"],
    "settings": {
        "pin": {"type": "number", "min": 0, "max": 27, "default": 4, "about": "where it is"},
        "mode": {"type": "choice", "values": ["slow", "fast"], "default": "slow"},
        "name": {"type": "text", "default": "Lamp"},
        "loud": {"type": "truth", "default": False},
    },
    "safe": {"level": "off"},
    "needs": [{"command": "no-such-lamp-tool", "package": "lamp-tools"}],
    "events": ["step.start"], "keys": ["F9"],
}
PAGE = """\
lamp 2.1: A lamp \\x1B[31m
  kind      output, control; a program of its own
  where     {folder}
  needs     no-such-lamp-tool, of the package lamp-tools
  missing   {missing}
  settings  pin: 0–27, usually 4; where it is
            mode: one of slow, fast; usually slow
            name: a text, usually Lamp
            loud: true or false, usually false
  safe      level: off
  keys      F9
  events    step.start
"""


def install(home, folder, name, manifest):
    place = home.folder / folder / name
    place.mkdir(parents=True)
    (place / "plugin.json").write_text(json.dumps(manifest), encoding="utf-8")
    (place / manifest["command"][0]).write_text("#!/bin/sh\n", encoding="utf-8")
    (place / manifest["command"][0]).chmod(0o700)
    return place


def main():
    tprun, found = sys.argv[1], Findings()
    with Home() as home:
        lamp = install(home, "data/tprun/plugins", "lamp", LAMP)
        install(home, "data/tprun/plugins", "lame", {**LAMP, "id": "lame", "nedes": []})
        told = home.run([tprun, "plugins"])
        found.want(told.status == 0 and is_clean(told.out) and not told.err, f"it says {told}")
        for wanted in ("lamp             2.1  output, control\n", "A lamp \\x1B[31m\n", f"{lamp}\n",
                       "lamp-tools", "lame             cannot be used: ", "needs"):
            found.want(wanted in told.out, f"the list lacks {wanted!r}:\n{told.out}")

        listed = [json.loads(line) for line in home.run([tprun, "plugins", "--json"]).out.splitlines()]
        by_id = {one["id"]: one for one in listed}
        found.want([one["id"] for one in listed] == sorted(by_id), "they come in no order")
        found.want(by_id["lame"]["wrong"] and "name" not in by_id["lame"], "a wrong one has a name")
        found.want(by_id["lamp"]["settings"]["pin"] == LAMP["settings"]["pin"], "settings are lost")

        missing = by_id["lamp"]["missing"] or ""
        told = home.run([tprun, "plugins", "lamp"])
        wanted = PAGE.format(folder=lamp, missing=missing)
        found.want("lamp-tools" in missing and told.out == wanted,
                   f"the page is\n{told.out}and should be\n{wanted}")

        told = home.run([tprun, "plugins", "lapm"])
        found.want(told.status == 2 and "did you mean" in told.err, f"a slip is met with {told.err}")

        # What cannot be started fails its test; what is not there has none.
        for name, wanted in (("lamp", "lamp-tools"), ("lame", "nedes")):
            told = home.run([tprun, "plugins", "--test", name])
            found.want(told.status == 1 and told.out.startswith("FAILED   manifest") and
                       wanted in told.out, f"{name} is tested: {told.out}")
        told = home.run([tprun, "plugins", "--test", "lapm"])
        found.want(told.status == 2 and "did you mean" in told.err, f"a slip is tested: {told.err}")

        # An earlier folder wins, and the one that is asked for by name first of all.
        install(home, "mine", "lamp", {**LAMP, "version": "3"})
        home.env["TPRUN_PLUGINS"] = f"{home.folder}/nowhere:{home.folder}/mine"
        told = home.run([tprun, "plugins", "lamp"])
        found.want(told.out.startswith("lamp 3: "), f"another folder wins: {told.out}")
        shutil.rmtree(home.folder / "data")
        told = home.run([tprun, "plugins"])
        found.want("lame" not in told.out, "what is gone is still there")
    found.close("what is found is told")


main()
