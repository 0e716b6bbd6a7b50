#!/usr/bin/env python3
"""A sensor in forty lines of Python: a slow sine stands where yours will read its hardware.

Copy this folder and change what you need; README.md goes through it. Lines of JSON come in and go
out, as ../PROTOCOL.md says. Must never print anything else: what is for the log goes to stderr.
"""
import json
import math
import sys
import threading
import time

EACH_S = 0.02
CHANNEL = {"name": "force", "unit": "N", "kind": "reading", "min": 0, "max": 50, "rate": 1 / EACH_S}
DEVICE = {"id": "sine", "name": "A slow sine", "role": "pressure", "channels": [CHANNEL]}
one_line = threading.Lock()
ended = threading.Event()


def send(**message):
    """One whole line, and at once: what waits in a buffer is not heard."""
    with one_line:
        print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


def measure(middle_n):
    """Each 20 ms one number. From one due time to the next, so that nothing drifts."""
    send(method="device.add", params=DEVICE)
    due_s = time.monotonic()
    while not ended.wait(max(0, due_s - time.monotonic())):
        t = time.monotonic()  # the clock that the program goes by
        force_n = middle_n + 5 * math.sin(t)  # your reading goes here
        send(method="reading", params={"device": "sine", "channel": "force", "value": force_n, "t": t})
        due_s += EACH_S


def answer(message):
    """The one request that must be answered; others are not known, and the rest is not for us."""
    if message.get("method") == "initialize":
        send(id=message["id"], result={"protocol": 1, "id": "template-python", "version": "0.1.0",
                                       "kinds": ["sensor"]})
        threading.Thread(target=measure, args=[message["params"]["settings"]["middle"]]).start()
    elif "method" in message and "id" in message:
        send(id=message["id"], error={"code": -32601, "message": "there is no such method"})


for line in sys.stdin.buffer:  # bytes: a line that is not UTF-8 must not end us
    try:
        received = json.loads(line)
    except ValueError:
        continue  # a broken line is passed over
    if isinstance(received, dict):
        answer(received)
ended.set()  # stdin has ended, and so do we, within a second
