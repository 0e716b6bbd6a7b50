#!/usr/bin/env python3
"""A sensor that lets go for a second now and then, and writes down when that must be heard.

Ten readings a second: with so few the third one without pressure is the first that the filter lets out
of the band, whatever the moment at which it arrives. Its monotonic nanoseconds are written down just
before it is sent."""
import json
import sys
import threading
import time

EVERY_S, PRESSED, FREE, CROSSES = 0.1, 22, 10, 3
NEWTONS = 20


def out(message):
    print(json.dumps(message), flush=True)


def press(record):
    due, n = time.monotonic(), 0
    while True:
        n, due = n + 1, due + EVERY_S
        time.sleep(max(0, due - time.monotonic()))
        place = n % (PRESSED + FREE) - PRESSED  # of the readings without pressure, from 0
        if place == CROSSES - 1:
            record.write(f"{time.monotonic_ns()}\n")
        value = 0 if place >= 0 else NEWTONS + n % 2 / 10
        out({"jsonrpc": "2.0", "method": "reading", "params": {"device": "tapped", "value": value}})


def main():
    request = json.loads(sys.stdin.readline())
    record = open(request["params"]["settings"]["record"], "w", encoding="utf-8", buffering=1)
    out({"jsonrpc": "2.0", "id": request["id"],
         "result": {"protocol": 1, "id": "tapped", "version": "1", "kinds": ["sensor"]}})
    out({"jsonrpc": "2.0", "method": "device.add", "params": {
        "id": "tapped", "name": "A hand that lets go now and then", "role": "pressure",
        "channels": [{"name": "force", "unit": "N", "kind": "reading", "min": 0, "max": 50, "rate": 10}]}})
    threading.Thread(target=press, args=(record,), daemon=True).start()
    sys.stdin.read()


main()
