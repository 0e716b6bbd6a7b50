#!/usr/bin/env python3
"""program_terminal.py TPRUN: the terminal is the shell's again, whatever ends or stops a session.

The whole program in a terminal: the end of a routine, q q, Ctrl-C, a routine that fails in the middle,
one that hangs in a C function (the watchdog ends it), a crash, Ctrl-Z and fg, a closed window, and
terminals that are poor or tiny.
"""
import os
import signal
import sys
import time

from program import Home, SANITIZED, until
from tmux import Terminal, all_hold

# Dry runs take the assumed answer, a live session without one gets the usual one after 4 s: so what
# comes after the question is known only then.
ASK = 'local live = not ask { "Ready?", kind = "yes_no", assume = true, default = false, timeout = 4 }\n'
ROUTINES = {
    "short.lua": 'say "Hello." wait(60)',
    "long.lua": 'say "Hello." wait(3600)',
    "fails.lua": ASK + 'say "Now." wait(2) if live then error("it broke", 0) end',
    "hangs.lua": ASK + 'say "Now." wait(2) if live then (("a"):rep(60)):find(("a?"):rep(60) .. ("a"):rep(99)) end',
    "asks.lua": 'ask { "How sore is it?", kind = "number", timeout = 600 }',
}

STOPPED_S = 3.5  # longer than what counts as having been away

# Name, routine, speed, what is done, exit status, what is said on stderr.
ENDS = [
    ("the end of a routine", "short.lua", 20, lambda terminal: None, 0, ""),
    ("q and q", "long.lua", 1, lambda terminal: terminal.type("q", "q"), 0, ""),
    ("q alone", "long.lua", 1, lambda terminal: terminal.type("q"), 0, ""),
    ("q in a question", "asks.lua", 1, lambda terminal: terminal.type("q", "q"), 0, ""),
    ("Ctrl-C", "long.lua", 1, lambda terminal: terminal.type("C-c"), 130, ""),
    ("Ctrl-C while paused", "long.lua", 1, lambda terminal: terminal.type("Space", "C-c"), 130, ""),
    ("Ctrl-\\", "long.lua", 1, lambda terminal: terminal.type("C-\\"), 131, ""),
    ("SIGTERM", "long.lua", 1, lambda terminal: os.kill(terminal.pid(), signal.SIGTERM), 143, ""),
    ("SIGHUP", "long.lua", 1, lambda terminal: os.kill(terminal.pid(), signal.SIGHUP), 129, ""),
    ("a mistake in the middle", "fails.lua", 3, lambda terminal: None, 1, "tprun: fails.lua:2: it broke\n"),
    ("a hang", "hangs.lua", 3, lambda terminal: None, 1,
     "tprun: hangs.lua:2: does not come to an end; the session was stopped\n"),
    ("a crash", "long.lua", 1, lambda terminal: os.kill(terminal.pid(), signal.SIGSEGV), 139,
     "tprun: long.lua: the program crashed; the session was stopped\n"),
]


def start(terminal, tprun, routine, speed, before=""):
    terminal.start(f"{before} {tprun} {routine} --now --voice sim --audio null:{speed}")


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def in_terminal(act):
    """Runs `act(terminal)` in a new terminal in which every routine stands in the work folder."""
    with Home() as home, Terminal(80, 24, **home.env) as terminal:
        for name, text in ROUTINES.items():
            (terminal.home / name).write_text(text, encoding="utf-8")
        act(terminal)


def every_end_gives_it_back(tprun):
    for name, routine, speed, act, status, said in ENDS:
        if SANITIZED and "crash" in name:
            continue  # a sanitizer tells of it in its own way
        def go(terminal):
            start(terminal, tprun, routine, speed)
            terminal.shows("? keys")
            act(terminal)
            got = terminal.status()
            errors = terminal.read("errors")
            check(got == status, f"{name}: status {got}, not {status}: {errors}")
            check(terminal.is_restored(), f"{name}: the terminal is not restored\n{terminal.screen()}")
            check(errors == said, f"{name}: said {errors!r}")
        in_terminal(go)


def it_is_the_shells_while_stopped(tprun):
    """And the pause of before is the only one, although it stood for seconds."""
    def go(terminal):
        start(terminal, tprun, "long.lua --events events", 1)
        terminal.shows("? keys")
        terminal.type("C-z")
        check(terminal.status() == 128 + signal.SIGSTOP, f"Ctrl-Z: status {terminal.status()}")
        check(terminal.is_restored(), f"Ctrl-Z: the terminal is not restored\n{terminal.screen()}")
        time.sleep(STOPPED_S)
        terminal.type("stty -g > before; fg; stty -g > after; echo over > over", "Enter")
        terminal.shows("Paused")
        terminal.type("Space")
        terminal.lacks("Paused")
        terminal.type("q", "q")
        terminal.wait_for(lambda: terminal.read("over"), "the end after fg")
        check(terminal.is_restored(), "the terminal is not restored after fg")
        check(terminal.read("events").count('"session.pause"') == 1, "paused twice")
    in_terminal(go)


def a_closed_window_ends_it(tprun):
    def go(terminal):
        start(terminal, tprun, "long.lua", 1)
        terminal.shows("? keys")
        pid = terminal.pid()
        terminal.tmux("set-option", "-g", "remain-on-exit", "off")
        terminal.tmux("set-option", "-g", "exit-empty", "off")
        terminal.tmux("kill-window")
        until(lambda: not os.path.exists(f"/proc/{pid}"), "the end after the window was closed")
    in_terminal(go)


def in_the_background_it_runs_without_keys(tprun):
    def go(terminal):
        terminal.type(f"cd {terminal.home}; {tprun} short.lua --quiet --voice sim --audio null:60 > told &", "Enter")
        terminal.wait_for(lambda: "Finished." in terminal.read("told"), "the end in the background")
    in_terminal(go)


def poor_terminals_get_lines(tprun):
    def go(terminal):
        start(terminal, tprun, "short.lua", 60, "TERM=dumb")
        check(terminal.status() == 0, f"TERM=dumb: {terminal.status()} {terminal.read('errors')}")
        terminal.shows("Voice: Hello.")
        terminal.shows("Finished.")
    in_terminal(go)
    in_terminal(lambda terminal: (start(terminal, tprun, "short.lua", 60, "TERM=nothing-known"),
                                  terminal.shows("Finished.")))


def tiny_terminals_work(tprun):
    for cols, rows in ((20, 5), (5, 2), (1, 1)):
        def go(terminal):
            terminal.resize(cols, rows)
            start(terminal, tprun, "long.lua", 1)
            terminal.pid()
            terminal.wait_for(lambda: not terminal.is_restored(), "the screen")
            terminal.resize(80, 24)
            terminal.shows("? keys")
            terminal.resize(cols, rows)
            terminal.type("q", "q")
            check(terminal.status() == 0, f"{cols}×{rows}: {terminal.read('errors')}")
            check(terminal.is_restored(), f"{cols}×{rows}: the terminal is not restored")
        in_terminal(go)


def main():
    tprun = os.path.abspath(sys.argv[1])
    tests = [every_end_gives_it_back, it_is_the_shells_while_stopped, a_closed_window_ends_it,
             in_the_background_it_runs_without_keys, poor_terminals_get_lines, tiny_terminals_work]
    return all_hold(tests, tprun)


sys.exit(main())
