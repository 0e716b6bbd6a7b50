#!/usr/bin/env python3
"""makers.py TPRUN templates|guide|button: what makers of plugins are told is enough.

Each template becomes somebody's own sensor by the lines of its README, and the shortest plugin of
the guide is one; what stands there for a shell is run, in a home of its own. Then the plugin is
spoken to directly. Must never help where a stranger would have no help.
"""
import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

import program

PLUGINS = pathlib.Path(__file__).resolve().parents[2] / "plugins"
WANTS = {"-std=c11", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"}
CPP_WANTS = ["-std=c++17", "-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers",
             "-fvisibility=hidden", "-shared", "-fPIC", "-nostdlib"]
UNKNOWN = -32601
SHOWN = re.compile(r"A slow sine\n(.*\n)*  force +live, [\d.]+ N, (4[5-9]|5[0-5])[\d.]* readings a second")


def block(readme, language):
    """The first block of a README in this language."""
    return re.search(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), re.S)[1]


class Spoken:
    """A plugin that is a program, on the other side of its lines."""

    def __init__(self, home, command, settings, **options):
        self.process = home.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  **{"stderr": subprocess.DEVNULL, **options})
        self.say(id=1, method="initialize", params={"protocol": 1, "version": "0.1.0",
                                                    "settings": settings, "folder": "/tmp"})
        self.answer = self.hear()

    def say(self, **message):
        line = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":"))
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def end(self):
        """Ends its input; its exit status."""
        self.process.communicate(timeout=program.PATIENCE)
        return self.process.returncode


def follow(home, tprun, name):
    """Does what the README of the template says; but not twice what conform.template-python does."""
    home.env["PATH"] = f"{pathlib.Path(tprun).resolve().parent}:{home.env['PATH']}"
    lines = block(PLUGINS / name / "README.md", "sh").splitlines()
    if name == "template-python":
        lines = [line for line in lines if not line.startswith("tprun plugins --test")]
    told = home.run(["sh", "-e", "-c", "\n".join(lines)], cwd=PLUGINS.parent)
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
    check_cpp(found, folder)


def check_cpp(found, folder):
    """What lies in a C++ file is found as well, though all else is hidden."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if not compiler:
        return
    (folder / "in.cc").write_text('#include "tp_plugin.h"\n'
                                  "const struct tp_plugin tp_plugin_entry = {};\n", encoding="utf-8")
    strict = subprocess.run([compiler, *CPP_WANTS, "-o", "in.so", "in.cc"], cwd=folder,
                            capture_output=True, text=True, check=False)
    if found.want(strict.returncode == 0, f"a compiler of C++ says:\n{strict.stderr}"):
        found.want(hasattr(ctypes.CDLL(str(folder / "in.so")), "tp_plugin_entry"),
                   "in C++ the entry is hidden")


def check_program(found, home, folder):
    """It answers, adds its device, sends finite readings, and ends with its input."""
    plugin = Spoken(home, [folder / "template.py"], {"middle": 30})
    device, *readings = (plugin.hear() for _ in range(4))
    found.want(plugin.answer["result"]["id"] == "my-sensor", f"it answers {plugin.answer}")
    found.want(device["method"] == "device.add", f"then comes {device}")
    found.want(all(25 <= reading["params"]["value"] <= 35 for reading in readings),
               f"its readings are {readings}")
    found.want(plugin.end() == 0, "it fails at its end")


def check_templates(found, tprun):
    for name in ("template-c", "template-python"):
        with program.Home() as home:
            told, folder = follow(home, tprun, name)
            if not found.want(told.status == 0 and SHOWN.search(told.out),
                              f"{name}: {told.out}{told.err}"):
                continue
            if name == "template-c":
                check_object(found, folder)
            else:
                check_program(found, home, folder)


def check_shortest(found, tprun):
    """The two files of the guide, as they stand there; but ten seconds go by at once."""
    with program.Home() as home:
        text = block(PLUGINS / "README.md", "sh")
        manifest = json.loads(home.write("plugin.json", block(PLUGINS / "README.md", "json")).read_text())
        home.write("hello-button.sh", text).chmod(0o700)
        for spec in (".", "bash hello-button.sh"):
            told = home.run([tprun, "plugins", "--test", spec])
            found.want(told.status == 0, f"--test {spec}: {told.out}{told.err}")
        home.write("hello-button.sh", text.replace("-t 10", "-t 0.1"))
        plugin = Spoken(home, manifest["command"], {})
        found.want(plugin.answer["result"]["id"] == manifest["id"], f"it answers {plugin.answer}")
        found.want(plugin.hear() == {"jsonrpc": "2.0", "method": "next"}, "it is no button")
        found.want(plugin.end() == 0, "the shortest one fails at its end")


def check_lamp(found, tprun):
    """The output of the guide keeps its leases, and is safe at its end."""
    with program.Home() as home:
        home.write("lamp.py", block(PLUGINS / "README.md", "python")).chmod(0o700)
        home.write("plugin.json", json.dumps({
            "id": "lamp", "name": "Lamp", "version": "1", "kinds": ["output"],
            "command": ["./lamp.py"], "safe": {"level": "off"}}))
        told = home.run([tprun, "plugins", "--test", "."])
        found.want(told.status == 0 and "ok       leases" in told.out and
                   "ok       outputs" in told.out, f"the lamp: {told.out}")
        plugin = Spoken(home, ["./lamp.py"], {}, stderr=subprocess.PIPE)
        plugin.say(method="set", params={"device": "lamp", "channel": "level", "value": 1,
                                         "lease_ms": 60000})
        found.want(plugin.process.stderr.readline() == b"lamp.level = 1\n", "the lamp is not lit")
        os.kill(plugin.process.pid, signal.SIGTERM)
        found.want(plugin.process.stderr.read() == b"lamp.level = 0\n", "it stays lit at its end")
        plugin.process.wait(program.PATIENCE)


def check_button(found, tprun):
    """Whoever writes into the FIFO is a button; the FIFO goes with it, however it ends. Where none can
    be made it says so, and is not waited for."""
    with program.Home() as home:
        told = home.run([tprun, "plugins", "--test", f"{PLUGINS}/fifo-button:fifo=/no/such/place"])
        found.want(told.status == 1 and told.seconds < 1.5 and
                   "FAILED   start      no FIFO can be made there" in told.out,
                   f"without a place for its FIFO, after {told.seconds} s: {told.out}")
        fifo = home.work / "button"
        for ending in ("input", "SIGTERM"):
            plugin = Spoken(home, [PLUGINS / "fifo-button" / "fifo-button.sh"], {"fifo": str(fifo)})
            for word, meant in (("", "next"), ("pause", "pause")):
                fifo.write_text(word + "\n", encoding="utf-8")
                found.want(plugin.hear().get("method") == meant, f'"{word}" is no {meant}')
            plugin.say(id=7, method="no.such.request")
            found.want(plugin.hear().get("error", {}).get("code") == UNKNOWN,
                       "it does not refuse what it does not know")
            if ending == "SIGTERM":
                os.kill(plugin.process.pid, signal.SIGTERM)
                plugin.process.wait(program.PATIENCE)
            found.want(plugin.end() == 0, f"it fails at its end ({ending})")
            found.want(not fifo.exists(), f"it leaves its FIFO behind ({ending})")


def check_session(found, tprun):
    """In a session that would take minutes it is pressed once, and the session is over."""
    with program.Home() as home:
        fifo, events = home.work / "button", home.work / "events"
        home.write("long.lua", 'routine { title = "Long", area = "neck", tools = { "fingers" }, '
                               'position = "sitting" }\nrest { seconds = 3600 }\n')
        plugin = f"{PLUGINS}/fifo-button:fifo={fifo}"
        session = home.start([tprun, "long.lua", "--now", "--quiet", "--voice", "sim", "--audio", "null:20",
                              "--plugin", plugin, "--events", events],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        program.until(lambda: fifo.is_fifo() and events.exists() and
                      '"rest"' in events.read_text(encoding="utf-8"), "the session rests")
        fifo.write_text("\n", encoding="utf-8")
        found.want(session.wait(program.PATIENCE) == 0, f"the session ends with {session.returncode}")
        found.want('"outcome":"skipped"' in events.read_text(encoding="utf-8"), "nothing is skipped")
        found.want(not fifo.exists(), "the session leaves the FIFO behind")


PARTS = {"templates": [check_templates], "guide": [check_shortest, check_lamp],
         "button": [check_button, check_session]}


def main():
    found = program.Findings()
    for check in PARTS[sys.argv[2]]:
        check(found, sys.argv[1])
    found.close("what is told is enough")


main()
