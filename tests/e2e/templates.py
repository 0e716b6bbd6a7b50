#!/usr/bin/env python3
"""templates.py TPRUN: each template becomes somebody's own sensor, by the lines of its README and
nothing else of the tree.

What stands there for a shell is run, in a home of its own; then the plugin is spoken to directly.
Must never help where a stranger would have no help.
"""
import ctypes
import json
import pathlib
import re
import subprocess
import sys

import program

TOP = pathlib.Path(__file__).resolve().parents[2]
WANTS = {"-std=c11", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"}


def lines_of(readme):
    """The first block of a README that a shell can run."""
    return re.search(r"```sh\n(.*?)```", readme.read_text(encoding="utf-8"), re.S)[1]


def follow(home, tprun, name):
    """Does what the README of the template says."""
    home.env["PATH"] = f"{pathlib.Path(tprun).resolve().parent}:{home.env['PATH']}"
    lines = [line for line in lines_of(TOP / "plugins" / name / "README.md").splitlines()
             if not line.startswith("tprun")]
    told = home.run(["sh", "-e", "-c", "\n".join(lines)], cwd=TOP)
    return told, home.path("home") / "my-sensor"


def check_object(found, folder):
    """The shared object has the one symbol, and its id is the new one."""
    entry = ctypes.CDLL(str(folder / "my-sensor.so"))
    table = ctypes.cast(ctypes.pointer(ctypes.c_char.in_dll(entry, "tp_plugin_entry")),
                        ctypes.POINTER(ctypes.c_char_p))
    found.want(table[2] == b"my-sensor", f"the entry calls itself {table[2]}")
    strict = subprocess.run(["gcc", *WANTS, "-fsyntax-only", "-I.", "template.c"], cwd=folder,
                            capture_output=True, text=True, check=False)
    found.want(strict.returncode == 0, f"a strict compiler says:\n{strict.stderr}")


def check_program(found, home, folder):
    """It answers, adds its device, sends finite readings, and ends with its input."""
    plugin = home.start([folder / "template.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize",
             "params": {"protocol": 1, "version": "0.1.0", "settings": {"middle": 30}}}
    plugin.stdin.write(json.dumps(hello).encode() + b"\n")
    plugin.stdin.flush()
    answer, device, *readings = (json.loads(plugin.stdout.readline()) for _ in range(4))
    found.want(answer["result"]["id"] == "my-sensor", f"it answers {answer}")
    found.want(device["method"] == "device.add", f"then comes {device}")
    found.want(all(25 <= reading["params"]["value"] <= 35 for reading in readings),
               f"its readings are {readings}")
    plugin.communicate(timeout=program.PATIENCE)
    found.want(plugin.returncode == 0, f"it ends with {plugin.returncode}")


def main():
    found = program.Findings()
    for name in ("template-c", "template-python"):
        with program.Home() as home:
            told, folder = follow(home, sys.argv[1], name)
            if not found.want(told.status == 0, f"{name}: {told.out}{told.err}"):
                continue
            if name == "template-c":
                check_object(found, folder)
            else:
                check_program(found, home, folder)
    found.close("both templates become somebody's own")


main()
