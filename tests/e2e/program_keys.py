#!/usr/bin/env python3
"""program_keys.py TPRUN: every key at every kind of step, typed into a terminal.

One session through all kinds of steps, its time standing but for a few seconds. What a key did is
seen in --events; what no event tells (strength, volume, the page of keys), on the screen.
"""
import json
import os
import sys

from program import Home
from tmux import SKIPPED, Missing, Terminal

ROUTINE = """routine { title = "Every kind", position = "sitting" }
stop_words()
say "Sit tall." wait(60)
warm_up { "Roll both shoulders.", seconds = 60 }
hold { "levator", side = "left", seconds = 20, reps = 2, pressure = 4 }
stretch { "levator", side = "left", seconds = 30 }
move { "Look left and right.", reps = 10, each = 6 }
stroke { kind = "effleurage", "levator", side = "right", seconds = 60 }
breathe { seconds = 60 }
hydrate()
step { title = "Something else", seconds = 60 }
ask { "How sore?", kind = "number", timeout = 600 }
ask { "Better?", kind = "yes_no", timeout = 600 }
ask { "Where?", kind = "choice", choices = { "Left", "Right" }, timeout = 600 }
ask { "Go on?", kind = "ready", timeout = 600 }
say "The end." wait(60)
"""
KINDS = ["open", "say", "say", "warm_up", "locate", "hold", "rest", "hold", "rest", "stretch", "move",
         "stroke", "breathe", "hydrate", "step", "ask", "ask", "ask", "ask", "say"]
RULES = 2  # the number of a step that is over too soon for every key
# Keys that answer, for each question in turn: typed, and the answer that is told.
ANSWERS = [(["1", "0"], 10), (["y"], True), (["2"], "Right"), (["Enter"], True)]


class Session:
    def __init__(self, terminal, tprun):
        self.terminal, self.seen = terminal, 0
        self.events = terminal.home / "events"
        (terminal.home / "kinds.lua").write_text(ROUTINE, encoding="utf-8")
        terminal.start(f"{tprun} kinds.lua --now --voice sim --audio null --events events")

    def all(self):
        text = self.events.read_text(encoding="utf-8") if self.events.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def await_event(self, method, **params):
        """The next event of that name with those values, after those awaited before."""
        def find():
            for index, event in enumerate(self.all()[self.seen:], self.seen):
                values = event["params"]
                if event["method"] == method and all(values.get(k) == v for k, v in params.items()):
                    self.seen = index + 1
                    return values
            return None
        return self.terminal.wait_for(find, f"{method} {params}")

    def type(self, *keys):
        self.seen = len(self.all())
        self.terminal.type(*keys)


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def pauses(session, key):
    session.type(key)
    session.await_event("session.pause")
    session.terminal.shows("Paused")
    session.type("Space")
    session.await_event("session.resume")


def repeats(session, number, kind):
    session.type("r")
    seek = session.await_event("session.seek")
    start = session.await_event("step.start", n=number, kind=kind)
    check(seek["to"] == start["t"], f"r in {kind}: seek to {seek['to']}, the step starts at {start['t']}")


def goes_back_and_next(session, number, kind):
    for key in ("b", "Left"):
        session.type(key)
        session.await_event("step.start", n=number - 1)
        session.type("n" if key == "b" else "Right")
        session.await_event("step.end", n=number - 1, outcome="skipped")
        session.await_event("step.start", n=number, kind=kind)


def other_keys(session, kind):
    """In a hold every key without a meaning is a pause; elsewhere it does nothing."""
    if kind == "hold":
        for key in ("x", "Tab", "5", "é"):
            pauses(session, key)
        return
    before = len(session.all())
    session.terminal.type("x", "z", "Tab")
    session.type("m")
    session.terminal.shows("muted")  # what was typed before it was read before it
    session.terminal.type("m")
    session.terminal.lacks("muted")
    new = [event["method"] for event in session.all()[before:]]
    check("session.pause" not in new, f"a key without a meaning paused {kind}")


def strength(session, kind):
    """s and f change the strength of the point; f in a rest only."""
    terminal = session.terminal
    terminal.shows("4 of 10")
    terminal.type("s")
    terminal.shows("3 of 10")
    terminal.type("f")
    if kind == "rest":
        terminal.shows("4 of 10")
    else:
        terminal.shows("only in a rest")
        terminal.shows("3 of 10")
        terminal.type("n")  # its rest, where it is put right again
        session.await_event("step.start", kind="rest")
        terminal.type("f")
        terminal.shows("4 of 10")
        session.type("b")
        session.await_event("step.start", kind="hold")


def volume_and_help(session):
    terminal = session.terminal
    for key, shown in (("+", "2 dB"), ("Down", "0 dB"), ("-", "−2 dB"), ("Up", "0 dB"), ("=", "2 dB"),
                       ("-", "0 dB")):
        terminal.type(key)
        terminal.shows(f"Volume    {shown}")
    for key, shown in (("w", "Words normal"), ("W", "Words full"), ("W", "all is said already")):
        terminal.type(key)
        terminal.shows(shown)
    terminal.type("?")
    terminal.shows("leave this step for the next one")
    terminal.type("?")
    terminal.shows("Volume ")


def answers(session, index):
    keys, value = ANSWERS[index]
    session.type(*keys)
    got = session.await_event("answer")["value"]
    check(got == value, f"question {index + 1}: {keys} answered {got!r}")


def walk(session):
    """Through all kinds, each reached by its own way; every key at each."""
    asked = 0
    session.await_event("step.start", n=1)
    for number, kind in enumerate(KINDS, 1):
        again = number > RULES + 1 and KINDS[number - 2] == kind
        session.terminal.wait_for(lambda: session.all()[-1:], "an event")
        if number == RULES:
            session.type("n")
            session.await_event("step.start", n=number + 1)
            continue
        if number > 1:
            pauses(session, "Space")
            repeats(session, number, kind)
            goes_back_and_next(session, number, kind)
        if kind in ("hold", "rest") and number < 8:
            strength(session, kind)
        if kind == "ask":
            session.await_event("ask")
            answers(session, asked)
            asked += 1
        else:
            if not again:
                other_keys(session, kind)
            session.type("N" if kind == "say" else "n")  # Caps Lock is no trap
            session.await_event("step.end", n=number, outcome="skipped")
        following = KINDS[number] if number < len(KINDS) else "done"
        session.await_event("step.start", n=number + 1, kind=following)
    print(f"{len(KINDS)} steps, {len(session.all())} events")


def every_event_is_in_order(session):
    lines = [json.loads(line) for line in session.events.read_text(encoding="utf-8").splitlines()]
    numbers = [line["params"]["seq"] for line in lines]
    check(numbers == sorted(set(numbers)), "seq does not rise")
    check(all(isinstance(line["params"]["t"], float) for line in lines), "an event without t")


def main():
    tprun = os.path.abspath(sys.argv[1])
    try:
        with Home() as home, Terminal(80, 24, **home.env) as terminal:
            session = Session(terminal, tprun)
            terminal.shows("? keys")
            volume_and_help(session)
            walk(session)
            session.type("q")
            terminal.shows("All right. Let go.")
            session.await_event("session.end", outcome="stopped")
            check(terminal.status() == 0, "the status after q")
            every_event_is_in_order(session)
    except Missing as missing:
        print(missing)
        return SKIPPED
    return 0


sys.exit(main())
