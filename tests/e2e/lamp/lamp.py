#!/usr/bin/env python3
"""A lamp as a process of its own: it writes down what it is set to, and when it went out by itself.

Lines of `ms,what,channel,value,lease_ms`, as the simulated output has them. It goes out when its lease
is over and nobody renewed it, whatever has become of the program."""
import json
import os
import select
import sys
import time


def now_ms():
    return time.monotonic_ns() // 1000000


def answer(line, out):
    """Answers a request, adds the device."""
    out({"jsonrpc": "2.0", "id": line["id"],
         "result": {"protocol": 1, "id": "lamp", "version": "1", "kinds": ["output"]}})
    out({"jsonrpc": "2.0", "method": "device.add", "params": {
        "id": "lamp", "name": "Lamp of the tests", "role": "lamp",
        "channels": [{"name": "level", "kind": "number", "min": 0, "max": 1, "safe": "off"}]}})
    return open(line["params"]["settings"]["record"], "w", encoding="utf-8", buffering=1)


def main():
    def out(message):
        print(json.dumps(message), flush=True)

    record, until, pending = None, None, b""
    while True:
        left = None if until is None else max(0, until - now_ms()) / 1000
        ready, _, _ = select.select([0], [], [], left)
        if until is not None and now_ms() >= until:
            record.write(f"{now_ms()},safe,level,0,0\n")
            until = None
        if not ready:
            continue
        piece = os.read(0, 65536)
        if not piece:
            if until is not None:
                record.write(f"{now_ms()},safe,level,0,0\n")
            return
        *lines, pending = (pending + piece).split(b"\n")
        for line in map(json.loads, lines):
            if line["method"] == "initialize":
                record = answer(line, out)
            elif line["method"] == "set":
                params = line["params"]
                what = "set" if params["lease_ms"] else "safe"
                record.write(f"{now_ms()},{what},level,{params['value'] or 0},{params['lease_ms']}\n")
                until = now_ms() + params["lease_ms"] if params["lease_ms"] else None


if __name__ == "__main__":
    sys.exit(main())
