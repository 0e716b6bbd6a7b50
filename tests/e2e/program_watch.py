#!/usr/bin/env python3
"""program_watch.py TPRUN: a routine that is saved while it runs (--watch).

The session goes on in the new text: unheard where nothing was changed that it had come past, else
from the start of the step in which the person is. A mistake is told with its line, and the old text
goes on, whatever is in the file's place.
"""
import contextlib
import json
import os
import subprocess
import sys
import threading

from program import Home, until

MODULE = 'return { words = "Of the module." }\n'
HEAD = 'routine { title = "Watched", position = "sitting" }\nlocal part = require "part"\n'
SORE = 'local sore = ask { "How sore?", kind = "number", timeout = 60 }\n'
REST = 'rest { seconds = 600, text = "Rest one." }\nrest { seconds = 590, text = "Rest two." }\n'
END = ('say("Sore " .. (sore or "none") .. ".")\nwait(600)\n'
       'step { title = "Last", function() say(part.words) wait(600) end }\n')
PLAIN = HEAD + SORE + REST + END


def check(condition, what):
    if not condition:
        raise AssertionError(what)


class Session:
    """A session that is watched from outside: its events, its lines, its commands."""

    def __init__(self, home, command):
        self.events, self.lines, self.seen = [], [], 0
        self.pipe = home.work / command[1]
        os.mkfifo(self.pipe)
        self.process = home.start([*command, "--audio", "null:10", "--events", self.pipe, "--commands", "-"],
                                  text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
        for read in (self.read_events, self.read_lines):
            threading.Thread(target=read, daemon=True).start()

    def read_events(self):
        with open(self.pipe, encoding="utf-8") as stream:
            for line in stream:
                with contextlib.suppress(ValueError): # cut off with the session
                    self.events.append(json.loads(line))

    def read_lines(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def do(self, method, **params):
        line = {"jsonrpc": "2.0", "method": method, **({"params": params} if params else {})}
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def await_event(self, method, **params):
        """The next such event after those that were awaited before."""
        def find():
            for index in range(self.seen, len(self.events)):
                event = self.events[index]
                if event["method"] == method and params.items() <= event["params"].items():
                    self.seen = index + 1
                    return event["params"]
            return None
        return until(find, f"{method} {params}; there came {self.events[-3:]}")

    def await_line(self, end):
        """A line that comes from now on."""
        before = len(self.lines)
        return lambda: until(lambda: [line for line in self.lines[before:] if line.endswith(end)],
                             f"a line {end!r} after {self.lines[-5:]}")

    def count(self, method):
        return sum(event["method"] == method for event in self.events)


def save(home, text, name="my.lua"):
    """As an editor does: beside it, and renamed."""
    home.write(name + "~", text)
    os.replace(home.work / (name + "~"), home.work / name)


def come_to_rest(session):
    session.await_event("step.start", kind="open")
    session.do("next")
    session.await_event("ask")
    session.do("answer", value=4)
    session.await_event("step.start", kind="rest", n=3)


def unheard(home, session):
    """What comes later is taken over where it is: nobody is thrown back."""
    told = session.await_line("my.lua: taken over.")
    seeks = session.count("session.seek")
    home.write("my.lua", HEAD + SORE + REST.replace("Rest two.", "Another rest.") + END)
    told()
    check(session.count("session.seek") == seeks, "it was thrown back")
    session.do("next")
    session.await_event("step.start", n=4)
    session.await_event("cue", text="Another rest.")


def at_the_same_step(home, session):
    """A step more before it: the start of the same step, in its new place."""
    told = session.await_line("my.lua: taken over.")
    save(home, HEAD + "rest(3)\n" + SORE + REST.replace("Rest two.", "Rest again.") + END)
    session.await_event("session.seek")
    session.await_event("step.start", kind="rest", n=5)
    session.await_event("cue", text="Rest again.")
    told()


def a_mistake(home, session, text, said):
    session_end = "; going on in the text as it was"
    seeks = session.count("session.seek")
    save(home, text)
    warning = session.await_event("warning")["text"]
    check(said in warning and warning.endswith(session_end), warning)
    check(session.count("session.seek") == seeks, "a mistake moved the session")


def mistakes(home, session):
    a_mistake(home, session, HEAD + "hold {", "my.lua:3: ")
    a_mistake(home, session, HEAD + "hold { 'levator', side = 'left', seconds = 1000 }", "my.lua:3: hold: seconds must be")
    a_mistake(home, session, HEAD + "while true do end", "my.lua:3: ")
    a_mistake(home, session, HEAD + "-- " + "x" * 300000, "my.lua: is longer than 256 KiB")
    os.remove(home.work / "my.lua")
    os.mkfifo(home.work / "my.lua")
    check("not a file of text" in session.await_event("warning")["text"], "a pipe")
    os.remove(home.work / "my.lua")
    told = session.await_line("my.lua: as it was.")
    save(home, HEAD + "rest(3)\n" + SORE + REST.replace("Rest two.", "Rest again.") + END)
    told()


def a_module(home, session):
    told = session.await_line("my.lua: taken over.")
    save(home, MODULE.replace("Of the", "From another"), "part.lua")
    told()
    home.write("part.lua", "return {")
    check("part.lua:1: " in session.await_event("warning")["text"], "a mistake in a module")


def a_thousand_saves(home, session):
    """Without an end to be seen between them; the last one counts."""
    told = session.await_line("my.lua: taken over.")
    for number in range(1000):
        home.write("my.lua", PLAIN.replace("Sore ", f"Save {number}, sore "))
    save(home, MODULE, "part.lua")
    told()
    session.await_event("step.start", kind="rest", n=4)
    session.do("next")
    session.await_event("step.start", title="Save 999, sore 4.")


def after_a_power_cut(home, tprun, session):
    """What goes on is the text that was taken over last."""
    session.process.kill()
    session.process.wait()
    session = Session(home, [tprun, "resume"])
    session.await_event("step.start", title="Save 999, sore 4.")
    session.do("next")
    session.await_event("cue", text="Of the module.")
    session.do("stop")
    session.do("stop")
    session.process.wait(20)
    errors = session.process.stderr.read().splitlines()
    check(session.process.returncode == 0 and len(errors) == 1, f"{session.process.returncode}: {errors}")
    kept = [path.name for path in home.path("state").rglob("*.json")]
    check(not kept, f"a session that was rewritten left {kept}")


def main(tprun):
    with Home() as home:
        home.write("part.lua", MODULE)
        home.write("my.lua", PLAIN)
        session = Session(home, [tprun, "--watch", "my.lua", "--voice", "sim"])
        come_to_rest(session)
        unheard(home, session)
        at_the_same_step(home, session)
        mistakes(home, session)
        a_module(home, session)
        a_thousand_saves(home, session)
        check(session.process.poll() is None, session.process.returncode)
        after_a_power_cut(home, tprun, session)


main(sys.argv[1])
print("each save was taken over or told, and the session went on")
