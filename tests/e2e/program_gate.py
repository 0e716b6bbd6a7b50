#!/usr/bin/env python3
"""program_gate.py TPRUN: what is asked before a session, and the line after it.

In a terminal: what is seen, what is said, what begins it and what does not; with plain lines; and
nobody is asked where nobody could press a key. That it begins by itself after 40 s is walked through
in virtual time: tests/unit/test_session_away.c. Without a sound card the page says so, and the bell
rings.
"""
import json
import os
import subprocess
import sys

from program import Home
from tmux import Terminal, all_hold

ROUTINE = """routine { title = "Shoulders", position = "sitting", tools = { "fingers" } }
say "Sit tall." wait(3600)
"""
ASKED = "If you can hear this well, press any key."
PAGE = ["Shoulders", "About 1 hour", ", until ", "Position: sitting", "You need: fingers",
        "Sound: no sound, as asked", "Sharp, tingly or dizzy: let go.", "any key: begin · by itself in ",
        "Not a medical device: tprun about", "Volume    0 dB", "+ louder", "Words full", "? keys", "q stop"]


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def steps(terminal):
    lines = terminal.read("events").splitlines(keepends=True)
    events = [json.loads(line) for line in lines if line.endswith("\n")]
    return [event["params"]["kind"] for event in events if event["method"] == "step.start"]


def in_terminal(tprun, options, act):
    with Home() as home, Terminal(80, 24, **home.env) as terminal:
        (terminal.home / "it.lua").write_text(ROUTINE, encoding="utf-8")
        terminal.start(f"{tprun} it.lua --voice sim --audio null --events events {options}")
        act(terminal)


def the_page_says_what_comes_and_any_key_begins(tprun):
    def go(terminal):
        terminal.shows(f"“{ASKED}”")
        for text in PAGE:
            terminal.shows(text)
        for key, answer in (("+", "2 dB"), ("m", "muted"), ("?", "louder"), ("?", "any key: begin")):
            terminal.type(key)  # sound and help do not begin it
            terminal.shows(answer)
        check(steps(terminal) == ["open"], f"begun without a key: {steps(terminal)}")
        terminal.type("x")
        terminal.shows("space pause")
        terminal.wait_for(lambda: steps(terminal) == ["open", "say"], "the first step")
        terminal.lacks("any key")
        terminal.type("q")
        check(terminal.status() == 0, "the status after q")
    in_terminal(tprun, "", go)


def the_way_out_is_open(tprun):
    def go(terminal):
        terminal.shows("any key: begin")
        terminal.type("q")
        check(terminal.status() == 0, "the status after q at the gate")
        check(terminal.is_restored(), "the terminal is not restored")
        check(steps(terminal) in ([], ["open"]), f"it began: {steps(terminal)}")
    in_terminal(tprun, "", go)


def lines_ask_as_well(tprun):
    def go(terminal):
        terminal.shows("Press any key to begin; q ends. It begins by itself after 40 seconds.")
        terminal.shows(f"Voice: {ASKED}")
        terminal.type("Space")
        terminal.shows("Voice: Sit tall.")
        terminal.type("Space")
        terminal.shows("Pause: space goes on.")
        terminal.shows("Voice: Paused.")
        terminal.type("q")
        check(terminal.status() == 0, "the status after q")
    in_terminal(tprun, "--quiet", go)


def who_is_not_there_is_not_asked(tprun):
    in_terminal(tprun, "--now", lambda terminal: terminal.shows("space pause"))
    with Home() as home:
        home.write("it.lua", 'say "Sit tall."')
        done = subprocess.run([tprun, "it.lua", "--voice", "sim", "--audio", "null:60"], env=home.env,
                              cwd=home.work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                              timeout=30, check=True)
    check("Finished." in done.stdout and "any key" not in done.stdout, done.stdout)


def without_sound_the_page_says_so_and_the_bell_rings(tprun):
    with Home() as home, Terminal(80, 24, **home.env) as terminal:
        (terminal.home / "it.lua").write_text('tone "press" wait(60)', encoding="utf-8")
        terminal.start(f"{tprun} it.lua --voice sim")
        terminal.tmux("set-option", "-g", "monitor-bell", "on")
        terminal.tmux("new-window")  # only a window that nobody looks at keeps that it rang
        rang = lambda: terminal.tmux("display-message", "-p", "-t", ":0", "#{window_bell_flag}").strip() == "1"
        page = lambda: terminal.tmux("capture-pane", "-p", "-t", ":0")
        terminal.wait_for(lambda: "There is no sound card" in page(), "the word about it")
        check(ASKED not in page(), "it shows what nobody heard")
        check(not rang(), "the bell rang before it began")
        terminal.tmux("send-keys", "-t", ":0", "x")
        terminal.wait_for(rang, "the bell")


def the_last_line_counts_times_and_pain(tprun):
    with Home() as home:
        for notes, end in (("note { pain = 6 } wait(60) note { pain = 4 }", "from 6 to 4, first time."),
                           ("wait(60) note { pain = 3 }", "from 4 to 3, second time."),
                           ("wait(60)", " seconds, third time.")):
            home.write("it.lua", f'routine {{ title = "It" }} {notes}')
            told = home.run([tprun, "it.lua", "--voice", "sim", "--audio", "null:60"])
            last = told.out.splitlines()[-1]
            check(last.startswith("It: 1 minute ") and last.endswith(end), f"the last line is {last!r}")


def main():
    tprun = os.path.abspath(sys.argv[1])
    tests = [the_page_says_what_comes_and_any_key_begins, the_way_out_is_open, lines_ask_as_well,
             who_is_not_there_is_not_asked, without_sound_the_page_says_so_and_the_bell_rings,
             the_last_line_counts_times_and_pain]
    return all_hold(tests, tprun)


sys.exit(main())
