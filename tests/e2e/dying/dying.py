#!/usr/bin/env python3
"""A sensor in a process of its own that presses in a hold, and dies a second after that begins to count."""
import json
import os
import select
import sys
import time

EVERY_S, ALIVE_S = 0.01, 0.5


def out(method, **params):
    print(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}), flush=True)


def main():
    request = json.loads(sys.stdin.readline())
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": {
        "protocol": 1, "id": "dying", "version": "1", "kinds": ["sensor"]}}), flush=True)
    out("device.add", id="dying", name="A sensor that dies", role="pressure",
        channels=[{"name": "force", "unit": "N", "kind": "reading", "min": 0, "max": 50}])
    newtons, dies, pending, turn = 0, None, b"", 0
    while dies is None or time.monotonic() < dies:
        turn += 1
        out("reading", device="dying", value=newtons + turn % 2 / 10)
        if select.select([0], [], [], EVERY_S)[0]:
            piece = os.read(0, 65536)
            if not piece:
                return 0
            *lines, pending = (pending + piece).split(b"\n")
            for event in map(json.loads, lines):
                if event["method"] == "step.start":
                    newtons = 20 if event["params"]["kind"] == "hold" else 0
                elif event["params"].get("action") == "begin":
                    dies = time.monotonic() + ALIVE_S
    return 3


sys.exit(main())
