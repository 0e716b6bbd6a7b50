#!/usr/bin/env python3
"""program_streams.py TPRUN: --events and --commands as another program meets them.

Files, pipes and standard streams, both ways; every line is one JSON-RPC notification with its time and
a rising number; commands do what keys do; what is no command is one warning each. What a live session
tells is what the plan foretold, to the frame.
"""
import json
import os
import subprocess
import sys
import threading

from program import Home, ROUTINES, SANITIZED, until

ROUTINE = """routine { title = "Streams", position = "sitting" }
stop_words()
say "Sit tall." wait(30)
hold { "levator", side = "left", seconds = 20, reps = 2, pressure = 4 }
breathe { seconds = 60 }
ask { "How sore?", kind = "number", timeout = 90 }
say "The end." wait(30)
"""
SESSION = ["kinds.lua", "--quiet", "--voice", "sim"]
# A line, the warning that answers it; None: it is a command and gets none.
LINES = [
    ("hello", "not JSON"),
    ('{"jsonrpc":"2.0","method":"nxet"}', "'nxet' is not a command; did you mean 'next'?"),
    ('{"jsonrpc":"1.0","method":"next"}', 'jsonrpc must be "2.0"'),
    ('{"jsonrpc":"2.0"}', "method must be the name of a command"),
    ('{"jsonrpc":"2.0","method":"volume"}', "volume: params must have steps"),
    ('{"jsonrpc":"2.0","method":"answer"}', "answer: params must have a value"),
    ("[1,2]", "a line must be one object"),
    ("{" * 3000, "not JSON"),
    ('{"jsonrpc":"2.0","method":"again","params":{"x":"\\u001b[31m"}}', None),
]


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def command(method, **params):
    return json.dumps({"jsonrpc": "2.0", "method": method, **({"params": params} if params else {})})


class Events:
    """Lines that come in from a pipe."""

    def __init__(self, stream):
        self.list, self.seen = [], 0
        self.reader = threading.Thread(target=self.read, args=(stream,), daemon=True)
        self.reader.start()

    def read(self, stream):
        for line in stream:
            self.list.append(json.loads(line))

    def await_event(self, method, **params):
        def find():
            for index, event in enumerate(list(self.list)[self.seen:], self.seen):
                values = event["params"]
                if event["method"] == method and all(values.get(k) == v for k, v in params.items()):
                    self.seen = index + 1
                    return values
            return None
        return until(find, f"{method} {params}")


def check_order(events):
    """Each event is a notification with t and seq; seq rises, and t but for a seek."""
    last, time = 0, 0
    for event in events:
        values = event["params"]
        check(event["jsonrpc"] == "2.0" and "id" not in event, f"no notification: {event}")
        check(values["seq"] > last, f"seq does not rise: {event}")
        check(values["t"] >= time or event["method"] == "session.seek", f"t goes back: {event}")
        last, time = values["seq"], values["t"]


def drive(say, events):
    """Every command, and what follows of it."""
    events.await_event("step.start", n=2, kind="say")
    say(command("next"))
    events.await_event("step.start", n=3, kind="say")
    say(command("pause"))
    events.await_event("session.pause")
    say(command("pause"))  # a second one is none
    say(command("resume"))
    events.await_event("session.resume")
    say(command("next"))
    events.await_event("step.start", kind="locate")
    say(command("repeat"))
    check(events.await_event("session.seek")["to"] == events.await_event("step.start", kind="locate")["t"],
          "repeat leads elsewhere")
    say(command("back"))
    events.await_event("step.start", kind="say")
    for kind in ("locate", "hold"):
        say(command("next"))
        begun = events.await_event("step.start", kind=kind)
    say(command("softer"))
    say(command("next"))
    say(command("next"))
    softer = events.await_event("step.start", kind="hold", n=7)["pressure"]  # kept from session to session
    check(softer == begun["pressure"] - 1, f"softer was not heeded: {softer} after {begun['pressure']}")
    for method in ("again", "mute", "mute"):
        say(command(method))
    say(command("volume", steps=-2))
    for kind in ("rest", "breathe", "ask"):
        say(command("next"))
        events.await_event("step.start", kind=kind)
    events.await_event("ask")
    say(command("answer", value=4))
    check(events.await_event("answer")["value"] == 4, "another answer")
    events.await_event("step.start", kind="say")
    say(command("stop"))
    say(command("stop"))
    check(events.await_event("session.end")["outcome"] == "stopped", "another outcome")


def standard_streams(home, tprun):
    process = home.start([tprun, *SESSION, "--audio", "null", "--events", "-", "--commands", "-"],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    events = Events(process.stdout)

    def say(line):
        process.stdin.write(line.encode() + b"\n")
        process.stdin.flush()

    drive(say, events)
    check(process.wait(10) == 0, f"status {process.returncode}")
    events.reader.join(10)
    check_order(events.list)
    said = process.stderr.read()
    check(said == b"", f"on stderr: {said!r}")
    warnings = [event for event in events.list if event["method"] == "warning"]
    check(not warnings, warnings)
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()
    return len(events.list)


def named_pipes(home, tprun):
    """Writers of the commands come and go; the events' reader comes late."""
    out, into = home.work / "out", home.work / "in"
    os.mkfifo(out)
    os.mkfifo(into)
    process = home.start([tprun, *SESSION, "--audio", "null", "--events", out, "--commands", into],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def say(line):
        with open(into, "w", encoding="utf-8") as stream:
            stream.write(line + "\n")

    with open(out, encoding="utf-8") as stream:
        events = Events(stream)
        drive(say, events)
        check(process.wait(10) == 0, f"status {process.returncode}")
        events.reader.join(10)
        check_order(events.list)
    check(process.stderr.read() == b"", "on stderr")
    process.stderr.close()


def what_is_no_command(home, tprun):
    """One warning each, with the number of its line; the session goes on."""
    lines = "".join(line + "\n" for line, _ in LINES) + command("next")  # the last without its end
    home.write("commands", lines)
    home.run([tprun, *SESSION, "--audio", "null:60", "--events", "told", "--commands", "commands"], limit=60)
    told = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
    warnings = [event["params"]["text"] for event in told if event["method"] == "warning"]
    warnings = [text for text in warnings if text.startswith("commands: ")]
    expected = [(number, said) for number, (_, said) in enumerate(LINES, 1) if said]
    check(len(warnings) == len(expected), f"warnings: {warnings}")
    for warning, (number, said) in zip(warnings, expected):
        check(warning.startswith(f"commands: line {number}: ") and said in warning,
              f"line {number}: {warning!r} says nothing of {said!r}")
        check(len(warning) < 500 and warning.isprintable(), f"line {number}: {warning!r}")
    skipped = [event for event in told if event["params"].get("outcome") == "skipped"]
    check(len(skipped) == 1, "the command in the last line was not heeded")


def a_flood_is_borne(home, tprun):
    """A thousand commands at once, and a flood of what is none: the session ends as it should."""
    lines = [command("pause"), command("resume"), command("repeat"), command("softer"), "x" * 70000] * 200
    home.write("flood", "".join(line + "\n" for line in [*lines, command("stop"), command("stop")]))
    told = home.run([tprun, *SESSION, "--audio", "null:10", "--events", "told", "--commands", "flood"], limit=60)
    check(told.status == 0 and told.err == "", f"status {told.status}: {told.err!r}")
    check("stopped after" in told.out, f"the flood ended otherwise: {told.out[-200:]!r}")
    events = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
    check_order(events)
    return told.seconds


def a_reader_that_leaves(home, tprun):
    """Nobody reads the events any more: one warning, and the session goes on."""
    process = home.start([tprun, *SESSION, "--audio", "null:40", "--events", "-"], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    check(process.wait(60) == 0, f"status {process.returncode}: {process.stderr.read()!r}")
    process.stderr.close()


def live_is_as_planned(tprun, routine, options=()):
    """Cues and steps of a first session are those of the plan, to the frame; and one seed, one session."""
    with Home() as home:
        planned = home.run([tprun, "plan", routine, *options, "--json", "--voice", "sim", "--seed", "7"])
        plan = json.loads(planned.out)
        told = home.run([tprun, routine, *options, "--quiet", "--voice", "sim", "--seed", "7", "--audio", "null:300",
                         "--events", "told"], limit=120)
        check(told.status == 0, told.err)
        events = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
    check_order(events)
    warnings = [event["params"]["text"] for event in events if event["method"] == "warning"]
    check(not warnings, f"{routine}: {warnings}")
    keys = ("at", "seconds", "type", "text", "name", "step")
    cues = [[event["params"].get(k) for k in keys] for event in events if event["method"] == "cue"]
    check(cues == [[cue.get(k) for k in keys] for cue in plan["cues"]], f"{routine}: other cues than planned")
    steps = [(e["params"]["n"], e["params"]["t"], e["params"]["kind"]) for e in events if e["method"] == "step.start"]
    check(steps == [(s["n"], s["start"], s["kind"]) for s in plan["steps"]], f"{routine}: other steps than planned")
    print(f"{routine} {' '.join(options)}: {len(cues)} cues and {len(steps)} steps as planned, "
          f"{plan['seconds']:.0f} s in {told.seconds:.1f} s")


def main():
    tprun = sys.argv[1]
    with Home() as home:
        home.write("kinds.lua", ROUTINE)
        print(f"{standard_streams(home, tprun)} events on standard streams")
        named_pipes(home, tprun)
        what_is_no_command(home, tprun)
        print(f"a flood of 1000 lines took {a_flood_is_borne(home, tprun):.1f} s")
        a_reader_that_leaves(home, tprun)
    for file in sorted(ROUTINES.glob("*.lua")):
        if file.stem != "calibrate":  # a plan lets a sensor be there
            live_is_as_planned(tprun, file.stem)
    if not SANITIZED:
        live_is_as_planned(tprun, "neck", ["side=left"])


main()
