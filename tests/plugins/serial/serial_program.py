#!/usr/bin/env python3
"""serial_program.py TPRUN: boards on serial ports, through the whole program.

The plugin keeps what it promises, what is connected is told, a session has the sensor and sees it come
and go. The cases run beside each other.
"""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import traceback

from boards import Place

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "e2e"))
from program import Home  # noqa: E402

TPRUN = sys.argv[1]
NAME = "usb-Maker_Board_8573-if00"
PROMISES = {"devices": f"{NAME} (serial sensor (ttyACM0)), role pressure, force in N",
            "readings": "a second", "unplug": "1 unplugged"}


def feed(board, rate, ended):
    """So many times a second a reading, until the board is gone."""
    os.set_blocking(board.master, False)
    while not ended.wait(1 / rate):
        with contextlib.suppress(BlockingIOError):
            os.write(board.master, b"F 12.34\n")


@contextlib.contextmanager
def fed(place, rate=80):
    """A board that gives readings."""
    board, ended = place.plug(NAME), threading.Event()
    feeder = threading.Thread(target=feed, args=[board, rate, ended])
    feeder.start()
    try:
        yield board
    finally:
        ended.set()
        feeder.join()
        board.unplug()


@contextlib.contextmanager
def machine():
    """A home, and a place in it for boards."""
    with Place() as place, Home(TPRUN_SERIAL_DEV=str(place.dev)) as home:
        yield home, place


def keeps_its_promises():
    """And goes on when the board is pulled out, and plugged in again, once its readings were seen."""
    told = []
    with machine() as (home, place):
        process = home.start([TPRUN, "plugins", "--test", "serial", "--json"], text=True,
                             stdout=subprocess.PIPE)
        with fed(place):
            for line in process.stdout:
                told.append(json.loads(line))
                if told[-1]["check"] == "readings":
                    break
        with fed(place):
            told += [json.loads(line) for line in process.stdout]
        assert process.wait() == 0, told
    verdicts = {line["check"]: (line["verdict"], line["text"]) for line in told}
    for check, text in PROMISES.items():
        verdict, got = verdicts[check]
        assert verdict == "ok" and text in got, (check, verdict, got)


def is_told():
    """Without any plugin asked for."""
    with machine() as (home, place), fed(place):
        told = json.loads(home.run([TPRUN, "devices", "--json"]).out)
    device, channel = told["devices"][0], told["devices"][0]["channels"][0]
    assert (device["id"], device["role"], device["plugin"]) == (NAME, "pressure", "serial"), device
    assert (channel["unit"], channel["value"], channel["state"]) == ("N", 12.34, "live"), channel
    assert 50 < channel["rate"] < 100, channel
    assert told["plugins"][0]["text"] == "", told


def is_told_to_be_slow():
    with machine() as (home, place), fed(place, 10):
        told = home.run([TPRUN, "devices", "--plugin", "serial"])
    assert "  force      live, 12.3 N" in told.out, told.out
    assert "readings a second: too slow for the ceiling" in told.out, told.out


def is_told_with_what_to_do():
    with machine() as (home, place):
        board = place.plug(NAME)
        held = os.open(board.port, os.O_RDONLY | os.O_NOCTTY)
        told = home.run([TPRUN, "devices"])
        os.close(held)
    assert told.out.startswith("serial: ") and ": close it there\n" in told.out, told.out


def expect(lines, method):
    """The params of the next event of that name."""
    for line in lines:
        event = json.loads(line)
        if event["method"] == method:
            return event["params"]
    raise EOFError(f"no {method}")


def comes_and_goes_in_a_session():
    with machine() as (home, place):
        process = home.start([TPRUN, "hello", "--plugin", "serial", "--audio", "null", "--now",
                              "--events", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             text=True)
        for _ in range(2):
            with fed(place):
                assert expect(process.stdout, "device.added")["id"] == NAME
                assert expect(process.stdout, "reading")["value"] == 12.34
            assert expect(process.stdout, "device.removed")["id"] == NAME
        process.send_signal(signal.SIGINT)
        process.communicate()
        assert process.returncode == 130, process.returncode


def tried(case):
    try:
        case()
    except Exception:  # pylint: disable=broad-except
        return f"{case.__name__}: {case.__doc__ or ''}\n{traceback.format_exc()}"
    return None


CASES = [keeps_its_promises, is_told, is_told_to_be_slow, is_told_with_what_to_do,
         comes_and_goes_in_a_session]
with concurrent.futures.ThreadPoolExecutor(len(CASES)) as pool:
    failures = list(filter(None, pool.map(tried, CASES)))
print("\n".join(failures) or f"{len(CASES)} cases")
sys.exit(1 if failures else 0)
