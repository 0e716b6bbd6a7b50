#!/usr/bin/env python3
"""leases.py TPRUN: an output returns to its safe value within its lease, whatever happens.

Two lamps, one in the program (sim) and one beside it (lamp/): after a pause, a stop, a skip, the end of
its step, a program that is killed, and one that hangs. What is replayed on a way back, or when a session
goes on, drives none. All of it at the same time, each in a home of its own."""
import json
import pathlib
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from program import Home, until

LEASE_MS = 500   # that the session gives
LATE_MS = 150    # what a busy machine adds
AT_ONCE_MS = 100
RENEWED = 2      # an output that was set, and once more in time
LAMP = pathlib.Path(__file__).resolve().parent / "lamp"
ROUTINE = """routine { title = "Lamps", position = "sitting" }
step { title = "Dim", function() set("light", 0.25) set("lamp", 0.25) wait(0.5) end }
step { title = "Bright", function() set("light", 0.5) set("lamp", 0.5) wait(600) end }
step { title = "Dark", function() wait(600) end }
"""


def now_ms():
    return time.monotonic_ns() // 1000000


class Session:
    """A live session with both lamps; its commands, and what the lamps wrote down."""

    def __init__(self, home, tprun, start=("lamps.lua", "--now", "--voice", "sim", "--words", "tones"), run=""):
        self.records = [home.work / f"light{run}.csv", home.work / f"lamp{run}.csv"]
        self.process = home.start(
            [tprun, *start, "--quiet", "--audio", "null:8",
             "--plugin", f"sim:sensor=false,output=light,record={self.records[0]}",
             "--plugin", f"{LAMP}:record={self.records[1]}", "--commands", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def say(self, method):
        """Gives a command; when."""
        line, before_ms = json.dumps({"jsonrpc": "2.0", "method": method}) + "\n", now_ms()
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()
        return before_ms

    def rows(self, lamp):
        """[(ms, what, value)] of lamp 0 (sim) or 1 (child)."""
        file = self.records[lamp]
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        fields = [line.split(",") for line in lines if line[0].isdigit() and line.count(",") == 4]
        return [(int(ms), what, float(value)) for ms, what, _, value, _ in fields]

    def sets(self, lamp, value):
        return sum(row[1:] == ("set", value) for row in self.rows(lamp))

    def await_bright(self, times=RENEWED):
        """Both were set so often."""
        until(lambda: all(self.sets(lamp, 0.5) >= times for lamp in (0, 1)), "a lamp that is renewed")

    def end(self):
        if self.process.poll() is None:
            self.say("stop")
            self.say("stop")
        self.process.wait(10)
        said = self.process.stderr.read().decode()
        self.process.stdin.close()
        self.process.stderr.close()
        return said

    def assert_safe(self, lamp, since_ms, what, within_ms=LEASE_MS):
        """It fell, in time, and stays so."""
        def fallen():
            return [row for row in self.rows(lamp) if row[0] >= since_ms and row[1] == "safe"]
        ms = until(fallen, f"{what}: lamp {lamp} at its safe value", 5)[0][0]
        assert ms - since_ms <= within_ms + LATE_MS, f"{what}: lamp {lamp} fell after {ms - since_ms} ms"
        time.sleep(0.25)  # longer than from one renewal to the next
        last = self.rows(lamp)[-1]
        assert last[1] == "safe", f"{what}: lamp {lamp} was driven again: {last}"
        return ms - since_ms


def session_of(home, tprun):
    """One whose lamps shine, and were renewed."""
    home.write("lamps.lua", ROUTINE)
    session = Session(home, tprun)
    session.await_bright()
    return session


def asked_for(tprun):
    """A pause, a skip and a stop let them fall at once; going on and coming back bring the light back."""
    with Home() as home:
        session = session_of(home, tprun)
        dim = session.sets(0, 0.25), session.sets(1, 0.25)
        for ends, begins in (("pause", "resume"), ("next", "back"), ("stop", None)):
            before, since_ms = session.sets(0, 0.5), session.say(ends)
            for lamp in (0, 1):
                session.assert_safe(lamp, since_ms, ends, AT_ONCE_MS)
            if begins:
                session.say(begins)
                session.await_bright(before + RENEWED)
        session.end()
        assert (session.sets(0, 0.25), session.sets(1, 0.25)) == dim, "a way back drove a lamp"
    return "pause, skip, stop: at once"


def ended_by(tprun, what, act):
    """The program is gone: the lamp beside it falls by itself."""
    with Home() as home:
        session = session_of(home, tprun)
        took_ms = session.assert_safe(1, act(session), what)
        if session.process.poll() is None:
            session.process.send_signal(signal.SIGCONT)
        session.end()
    return f"{what}: {took_ms} ms"


def killed(session):
    before_ms = now_ms()
    session.process.kill()
    return before_ms


def stopped(session):
    """It hangs: nothing of it runs any more, and nothing of it ends."""
    before_ms = now_ms()
    session.process.send_signal(signal.SIGSTOP)
    return before_ms


def replayed(tprun):
    """A repetition and a session that goes on run the first step again: in the dark."""
    with Home() as home:
        session = session_of(home, tprun)
        dim = session.sets(0, 0.25), session.sets(1, 0.25)
        bright = session.sets(0, 0.5)
        session.say("repeat")
        session.await_bright(bright + RENEWED)
        assert (session.sets(0, 0.25), session.sets(1, 0.25)) == dim, "a replay drove a lamp"
        session.end()
        again = Session(home, tprun, ("resume",), "2")
        again.await_bright()
        again.end()
        assert again.sets(0, 0.25) == again.sets(1, 0.25) == 0, "a session that went on drove a lamp"
    return "replay: no lamp was driven"


def main():
    tprun = pathlib.Path(sys.argv[1]).resolve()
    with ThreadPoolExecutor() as pool:
        told = [pool.submit(asked_for, tprun), pool.submit(ended_by, tprun, "crash", killed),
                pool.submit(ended_by, tprun, "hang", stopped), pool.submit(replayed, tprun)]
        for one in told:
            print(one.result())


main()
