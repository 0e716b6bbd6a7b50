#!/usr/bin/env python3
"""terminal.py DEMO: the screen in a real terminal: what stands where, at every size, and that the
terminal is the shell's again after every way out."""
import os
import signal
import sys

from tmux import SKIPPED, Missing, Terminal

# The page at its size of reference, as a person has it.
HOLD = """\
  Neck and shoulders                              Built-in Audio Analog Stereo

                               Press · left side
                                 Shoulder roll
              Pinch the roll of muscle between neck and shoulder.

                                 ██      ████████
                               ████              ██
                                 ██              ██
                                 ██        ██████
                                 ██      ██
                                 ██      ██
                               ██████    ██████████

                                      hold
                       “Breathe out, and let it soften.”

  Strength  4 of 10    ■■■■······   s softer
  Next      Rest · left side
  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━────────────────────────────────────────────────
  8:12 left                      step 12 of 63                     until 14:02

  Volume    −4 dB      + louder  - quieter  m mute                Words normal
  space pause   n next   b back   ? keys   r repeat   a again   q stop
"""

# What must be there, the most needed at the smallest size.
NEEDED = ["Press · left side", "Shoulder roll", "8:12 left"]
AT_SIZE = {
    (20, 5): ["12"],
    (80, 20): ["Pinch the roll"],
    (40, 10): ["▄█   ▀▀▀▀▄", "Breathe out", "until 14:02", "space pause"],
    (80, 24): ["4 of 10", "Next", "−4 dB", "Built-in Audio", "step 12 of 63", "q stop"],
    (200, 60): ["██████████", "4 of 10", "q stop"],
}

# What each moment shows at 80 × 24.
MOMENTS = {
    "start": ["About 13 minutes, until 14:02", "Position: sitting", "You need: fingers", "let go",
              "Sound: Built-in Audio Analog Stereo", "Words normal"],
    "wait": ["press slowly, it counts from the bell", "“Press slowly, up to four of ten.”"],
    "let_go": ["let go, slowly", "“Let go.”"],
    "paused": ["Paused · Press · left side", "space goes on · paused for 1:05", "space go on", "████  ████",
               "“Paused. Let go.”"],
    "lost": ["No sound · Press · left side",
             "Built-in Audio Analog Stereo is gone. It goes on when it is back.", "time stands: let go"],
    "lost_long": ["When it is back, space goes on.", "paused for 12:05"],
    "way_back": ["time stands, and goes on after the words", "“Left side. Shoulder roll.”"],
    "rest": ["Rest · left side", "muted", "The sound device is gone", "f firmer", "Upper back"],
    "hostile": [r"\x1B[2J\x1B]0;owned\x07", r"a\x1B[31mred\x09word", "Warm up · both sides"],
    "number": ["How sore is it now", "then enter"],
    "range": ["0 to 10, then enter"],
    "yes_no": ["y  yes", "n  no", "→ next"],
    "choice": ["1  At the back of the head", "3  Between the blades"],
    "ready": ["enter  I am ready"],
    "gate": ["any key: begin · by itself in 32 s", "About 13 minutes",
             "Shorter: top of the shoulder once, the back of the head left out", "+ louder", "q stop",
             "“If you can hear this well, press any key.”", "Not a medical device: tprun about"],
    "back": ["any key: go on · by itself in 32 s", "minutes left", "Step ", "“Welcome back. If you can"],
    "offer": ["Welcome back", "Any key: a minute of warm-up first.", "any key: yes"],
    "counted": ["any key at your number", "How sore?"],
    "there": ["enter: I am there", "space pause"],
    "stopping": ["All right. Let go."],
    "finished": ["Done", "13 min, 6 → 4, twelfth time"],
}

# Ways out: what is done, and the exit status.
ENDS = {
    "q": (lambda terminal: terminal.type("q"), 0),
    "SIGTERM": (lambda terminal: os.kill(terminal.pid(), signal.SIGTERM), 128 + signal.SIGTERM),
    "a hang, ended by the watchdog": (lambda terminal: terminal.type("z"), 1),
    "a crash": (lambda terminal: terminal.type("x"), 128 + signal.SIGABRT),
}


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def the_page_is_as_it_was_designed(demo):
    with Terminal(80, 24) as terminal:
        terminal.start(f"{demo} hold")
        terminal.shows("q stop")
        page = terminal.screen()
        check(page == HOLD, f"the page has changed:\n{page}")


def every_size_shows_what_is_needed(demo):
    for (cols, rows), more in AT_SIZE.items():
        with Terminal(cols, rows) as terminal:
            terminal.start(f"{demo} hold")
            for text in NEEDED + more:
                terminal.shows(text)


def another_size_is_drawn_anew(demo):
    with Terminal(80, 24) as terminal:
        terminal.start(f"{demo} hold")
        terminal.shows("q stop")
        for cols, rows in ((20, 5), (132, 43), (3, 2), (40, 10), (80, 24)):
            terminal.resize(cols, rows)
            for text in AT_SIZE.get((cols, rows), []):
                terminal.shows(text)
        check(terminal.shows("q stop") == HOLD, "the page is not what it was before")


def every_moment_shows_its_own(demo):
    for moment, texts in MOMENTS.items():
        with Terminal(80, 24) as terminal:
            terminal.start(f"{demo} {moment}")
            for text in texts:
                terminal.shows(text)


def keys_arrive_and_unknown_sequences_do_not(demo):
    with Terminal(80, 24) as terminal:
        terminal.start(f"{demo} hold")
        terminal.shows("q stop")
        terminal.type("Up")
        terminal.shows("key 259")
        terminal.send(b"\033[99~\033[27;5;9z\033n")
        terminal.type("v")
        terminal.shows("key 118")
        terminal.type("?")
        terminal.shows("leave this step for the next one")
        terminal.type("Enter")
        terminal.shows("key 118")


def the_terminal_is_restored_after_every_way_out(demo):
    for name, (act, status) in ENDS.items():
        with Terminal(80, 24) as terminal:
            terminal.start(f"{demo} hold")
            terminal.shows("q stop")
            check(not terminal.is_restored(), "the screen was never taken")
            act(terminal)
            check(terminal.status() == status, f"{name}: status {terminal.status()}, not {status}")
            check(terminal.is_restored(), f"{name}: the terminal is not restored")


def a_terminal_that_cannot_is_left_alone(demo):
    with Terminal(80, 24) as terminal:
        terminal.start(f"TERM=dumb {demo} hold")
        check(terminal.status() == 4, "a dumb terminal was taken")
        check("this terminal cannot show a page" in terminal.read("errors"), "no word about it")


def main():
    demo = os.path.abspath(sys.argv[1])
    tests = [the_page_is_as_it_was_designed, every_size_shows_what_is_needed,
             another_size_is_drawn_anew, every_moment_shows_its_own,
             keys_arrive_and_unknown_sequences_do_not,
             the_terminal_is_restored_after_every_way_out, a_terminal_that_cannot_is_left_alone]
    try:
        for test in tests:
            test(demo)
            print(f"ok: {test.__name__.replace('_', ' ')}")
    except Missing as missing:
        print(f"skipped: {missing}")
        return SKIPPED
    return 0


sys.exit(main())
