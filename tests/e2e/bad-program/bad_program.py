#!/usr/bin/env python3
"""A plugin that breaks its promises, each of which `tprun plugins --test` is to find: it chatters on
standard output, adds an output that its kinds do not have, sends readings outside of their range,
dies of a broken line and of one of its settings, stays after SIGTERM, and leaves a process behind."""
import json
import signal
import subprocess
import sys

signal.signal(signal.SIGTERM, signal.SIG_IGN)


def say(**message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


for line in sys.stdin:
    message = json.loads(line)  # not caught: a broken line is its end
    if message.get("method") != "initialize":
        continue
    if message["params"]["settings"]["mode"] == "crash":
        sys.exit("Oh.")
    print("Hello, I am a sensor!", flush=True)
    subprocess.Popen(["sleep", "5"], start_new_session=True, stdin=subprocess.DEVNULL,
                     stdout=subprocess.DEVNULL)
    say(id=message["id"], result={"protocol": 1, "id": "bad-program", "version": "1",
                                  "kinds": ["sensor"]})
    say(method="device.add", params={"id": "b", "channels": [
        {"name": "force", "kind": "reading", "min": 0, "max": 10, "rate": 0},
        {"name": "level", "kind": "number"}]})
    say(method="reading", params={"device": "b", "value": 12})
