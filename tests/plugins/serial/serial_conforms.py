#!/usr/bin/env python3
"""serial_conforms.py TPRUN FOLDER: the plugin in FOLDER keeps what it promises, with a board that gives
80 readings a second and is pulled out, and plugged in again, once they were looked at.
"""
import contextlib
import json
import os
import subprocess
import sys
import threading

from boards import Place

NAME = "usb-Maker_Board_8573-if00"
WANTED = {"devices": f"{NAME} (serial sensor (ttyACM0)), role pressure, force in N",
          "readings": "a second", "unplug": "1 unplugged"}


def feed(board, ended):
    """Eighty times a second a reading, until the board is gone."""
    os.set_blocking(board.master, False)
    while not ended.wait(1 / 80):
        with contextlib.suppress(BlockingIOError):
            os.write(board.master, b"F 12.34\n")


@contextlib.contextmanager
def fed(place):
    board, ended = place.plug(NAME), threading.Event()
    feeder = threading.Thread(target=feed, args=[board, ended])
    feeder.start()
    yield
    ended.set()
    feeder.join()
    board.unplug()


def main():
    tprun, folder = sys.argv[1:]
    told = []
    with Place() as place:
        process = subprocess.Popen([tprun, "plugins", "--test", folder, "--json"], text=True,
                                   stdout=subprocess.PIPE,
                                   env={**os.environ, "TPRUN_SERIAL_DEV": str(place.dev)})
        with fed(place):
            for line in process.stdout:
                told.append(json.loads(line))
                if told[-1]["check"] == "readings":
                    break
        with fed(place):
            told += [json.loads(line) for line in process.stdout]
    verdicts = {line["check"]: (line["verdict"], line["text"]) for line in told}
    for check, (verdict, text) in verdicts.items():
        print(verdict, check, text)
    failed = process.wait() != 0
    for check, text in WANTED.items():
        verdict, got = verdicts.get(check, ("nothing", ""))
        if verdict != "ok" or text not in got:
            print(f'{check} should be ok, "{text}"')
            failed = True
    return 1 if failed else 0


sys.exit(main())
