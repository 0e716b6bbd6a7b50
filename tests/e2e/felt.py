#!/usr/bin/env python3
"""felt.py TPRUN NEWER_MAJOR: a hold that feels, as a person has it, with a sensor that is not there.

Traces as those that are shipped, each played in the hold of a live session faster than in life: what is felt,
in which order; what is said; what stands in the ledger. A sensor that is missing, falls silent or dies; one that
is required, and a plugin of a later program; keys that press. All of it at the same time, each in a home of its own; and again where the machine was too busy, for
then the sensor was silent."""
import functools
import json
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

from program import Home, until
from tmux import Missing, Terminal

HERE = pathlib.Path(__file__).resolve().parent
TRACES = HERE.parents[1] / "plugins" / "sim" / "traces"
ROUTINE = """routine {{ title = "Felt", position = "sitting" }}
hold {{ "upper_trap", side = "right", seconds = 10, reps = {reps}, rest = 8, ramp = 5, {sensor} }}
"""
SENSOR = 'sensor = "pressure", band = { 18, 22 }, check_in = "never"'
MORE, LESS = ("A little stronger.",), ("Less pressure.", "Not so hard.")
LET_GO, LOST, BACK = "Let go.", "I cannot feel the sensor.", "I can feel the sensor again."
# V1 and V3 in little
STEADY = "0,0\n3,20\n15,20\n16,0\n"
FIRM = "0,0\n3,20\n6,20\n6.1,26\n13,26\n13.1,20\n19,20\n20,0\n"
TRIES = 3
SILENT_S, SOON_S = 1, 0.5
ANY_S, TICK_S = 0.25, 0.01  # so long a sample counts; a turn of the loop
NEXT = '{"jsonrpc":"2.0","method":"next"}\n'


class Session:
    """A live session with a hold, its events as they come."""

    def __init__(self, home, tprun, speed, *options, reps=1, sensor=SENSOR):
        self.home = home
        home.write("felt.lua", ROUTINE.format(reps=reps, sensor=sensor))
        self.events_file = home.work / "told"
        home.write("commands", NEXT * 3)  # to the hold
        self.process = home.start(
            [tprun, "felt.lua", "--quiet", "--now", "--voice", "sim", "--words", "tones", "--seed", "1",
             "--audio", f"null:{speed}", "--events", self.events_file, "--commands", "commands", *options],
            stdout=home.work.joinpath("out").open("wb"), stderr=home.work.joinpath("err").open("wb"))

    def events(self):
        lines = self.events_file.read_text(encoding="utf-8").split("\n")[:-1] if self.events_file.exists() else []
        return [json.loads(line) for line in lines]

    def of(self, method, key):
        return [event["params"].get(key) for event in self.events() if event["method"] == method]

    def find(self, method, after=-1, **wanted):
        """(place, params) of the first such event after that place; (None, None)."""
        for place, event in enumerate(self.events()):
            if place > after and event["method"] == method and \
                    all(event["params"].get(key) == value for key, value in wanted.items()):
                return place, event["params"]
        return None, None

    def actions(self):
        """What was felt, in order; many of a kind in a row once."""
        told = self.of("press", "action")
        return [action for place, action in enumerate(told) if place == 0 or told[place - 1] != action]

    def said(self):
        return [text for text in self.of("cue", "text") if text]

    def until(self, method, **wanted):
        until(lambda: self.find(method, **wanted)[0] is not None or self.process.poll() is not None,
              f"{method} {wanted}", 30)
        assert self.find(method, **wanted)[0] is not None, f"no {method} {wanted}: {self.error()}"

    def error(self):
        return (self.home.work / "err").read_text(encoding="utf-8")

    def end(self):
        """Its status, once it ended by itself."""
        return self.process.wait(30)

    def cut(self):
        """Ends it where it is."""
        self.process.terminate()
        self.process.wait(10)

    def felt(self):
        """The figures of each repetition, as the ledger has them."""
        texts = [file.read_text(encoding="utf-8", errors="replace")
                 for file in self.home.path("state").rglob("*") if file.is_file() and "ledger" in file.name]
        rows = [line for text in texts for line in text.splitlines() if "end_reason=" in line]
        return [dict(pair.split("=", 1) for pair in row.replace('"', " ").split() if "=" in pair) for row in rows]


def played(home, tprun, trace, speed, **more):
    """With a trace that is shipped, or the rows of one."""
    file = home.write("trace.csv", trace) if "\n" in trace else TRACES / f"{trace}.csv"
    return Session(home, tprun, speed, "--plugin", f"sim:file={file},start=hold,speed={speed}", **more)


def check(condition, *what):
    if not condition:
        raise AssertionError(*what)


def a_good_one(tprun):
    """V1"""
    with Home() as home:
        session = played(home, tprun, STEADY, 8)
        session.until("step.start", kind="rest")
        session.cut()
        check(session.actions() == ["begin", "time", "released"], session.actions())
        check(LET_GO in session.said() and not set(MORE + LESS) & set(session.said()), session.said())
        felt, = session.felt()
        check(felt["end_reason"] == "time" and float(felt["in_band_s"]) >= 9.9, felt)
        check(float(felt["prompts_low"]) == float(felt["prompts_high"]) == 0, felt)
        known = (home.path("state") / "tprun" / "familiar.json").read_text(encoding="utf-8")
        check("feel" in json.loads(known)["sounds"], known)  # and is explained less from now on


def too_firm(tprun):
    """V3"""
    with Home() as home:
        session = played(home, tprun, FIRM, 8)
        session.until("step.start", kind="rest")
        session.cut()
        check(session.actions() == ["begin", "less", "time", "released"], session.actions())
        check(set(LESS) & set(session.said()) and not set(MORE) & set(session.said()), session.said())
        felt, = session.felt()
        check(felt["end_reason"] == "time" and 2 <= int(felt["prompts_high"]) <= 3, felt)


def a_spike(tprun):
    """V4: the ceiling ends it, the harsh sound comes, and the word at once."""
    with Home() as home:
        session = played(home, tprun, "v04-spike", 4)
        session.until("press", action="released")
        session.cut()
        check(session.actions() == ["begin", "cap", "released"], session.actions())
        at, cap = session.find("press", action="cap")
        at, harsh = session.find("cue", at, name="attention")
        check(harsh and harsh["at"] - cap["t"] <= SOON_S, cap, harsh)
        _, word = session.find("cue", at, text=LET_GO)
        check(word and word["at"] - cap["t"] <= 2, cap, word)
        check([felt["end_reason"] for felt in session.felt()] == ["cap"], session.felt())


def check_lost(session, speed):
    """It is found after a second without a sample, and the word comes within half a second of that."""
    _, begin = session.find("press", action="begin")
    at, lost = session.find("press", action="sensor_lost")
    last_sample = begin["t"] + lost["counted"] - ANY_S
    check(lost["t"] <= last_sample + SILENT_S + 5 * TICK_S * speed, begin, lost)
    _, word = session.find("cue", at, text=LET_GO)
    check(word and word["at"] <= lost["t"] + SOON_S, lost, word)
    check(session.felt()[0]["end_reason"] == "sensor_lost", session.felt())


def silent(tprun):
    """V8: lost, said in the rest; it is back then, and that is said too."""
    with Home() as home:
        session = played(home, tprun, "v08-silent", 10, reps=2)
        session.until("cue", text=BACK)
        session.cut()
        check(session.actions()[:2] == ["begin", "sensor_lost"], session.actions())
        check_lost(session, 10)
        at, _ = session.find("cue", text=LOST)
        back, _ = session.find("cue", text=BACK)
        steps = [event["params"]["kind"] for event in session.events()[:back] if event["method"] == "step.start"]
        check(at is not None and at < back and steps[-1] == "rest", steps, session.said())


def dies(tprun):
    """Its process ends: the word comes, the person is told why, and the clock counts; it is started again."""
    with Home() as home:
        session = Session(home, tprun, 4, "--plugin", HERE / "dying")
        session.until("cue", text=LOST)
        session.cut()
        check(session.actions()[-2:] == ["begin", "sensor_lost"], session.actions())
        check_lost(session, 4)
        told = [text for text in session.of("warning", "text") if "exit code 3" in text]
        check(len(told) == 1, session.of("warning", "text"))
        check(session.find("device.removed", id="dying")[1], "it is still there")


def by_keys(tprun):
    """The arrow keys press, until it counts."""
    try:
        with Terminal(80, 24) as terminal:
            home, told = terminal.home, terminal.home / "told"
            (home / "felt.lua").write_text(ROUTINE.format(reps=1, sensor=SENSOR), encoding="utf-8")
            (home / "commands").write_text(NEXT * 3, encoding="utf-8")
            terminal.start(f"{tprun} felt.lua --now --voice sim --words tones --audio null:2 --plugin sim:keys,speed=2 "
                           "--events told --commands commands")
            until(lambda: told.exists() and '"kind":"hold"' in told.read_text(encoding="utf-8"), "the hold")

            def pressed():
                terminal.type("Up")
                return '"action":"begin"' in told.read_text(encoding="utf-8")
            until(pressed, "a hand that presses by keys")
            terminal.type("q", "q")
            terminal.status()
    except Missing as missing_tool:
        print(missing_tool)


def missing(tprun):
    """Nothing is connected: said once, and the clock counts."""
    with Home() as home:
        session = Session(home, tprun, 60, reps=2)
        check(session.end() == 0, session.error())
        check(session.said().count(LOST) == 1 and session.said().count(LET_GO) == 2, session.said())
        check(session.actions() == [] and session.felt() == [], session.actions())


def required(tprun):
    """The session does not begin, or ends, with 4, and one sentence that says why."""
    with Home() as home:
        session = Session(home, tprun, 60, "--require-sensor")
        check(session.end() == 4, f"status {session.process.returncode}: {session.error()}")
        check(session.error().count("\n") == 1 and "pressure" in session.error(), session.error())
    with Home() as home:
        session = Session(home, tprun, 60, "--plugin", "sim:file=none.csv", "--require-sensor")
        check(session.end() == 4, f"status {session.process.returncode}: {session.error()}")
        check(session.error().count("\n") == 1 and "none.csv" in session.error(), session.error())


def of_a_later_program(tprun, newer_major):
    """A shared object that this program cannot run: refused in one sentence, or told and left out."""
    with Home() as home:
        folder = home.work / "probe"
        folder.mkdir()
        (folder / "probe.so").symlink_to(newer_major)
        home.write("probe/plugin.json", json.dumps({"id": "probe", "name": "A probe", "version": "1.2",
                                                    "kinds": ["sensor", "output"], "object": "probe.so"}))
        session = Session(home, tprun, 60, "--plugin", folder, "--require-sensor")
        check(session.end() == 4, f"status {session.process.returncode}: {session.error()}")
        check(session.error().count("\n") == 1 and session.error().startswith("tprun: probe: "), session.error())
        session = Session(home, tprun, 60, "--plugin", folder)
        check(session.end() == 0, session.error())
        told = [text for text in session.of("warning", "text") if text.startswith("probe: ")]
        check(len(told) == 1 and LOST in session.said(), told, session.said())


def tried(test, tprun):
    """None, or what is wrong with it each time."""
    for _ in range(TRIES):
        try:
            return test(tprun)
        except (AssertionError, TimeoutError) as error:
            wrong = f"{getattr(test, '__name__', test)}: {error}"
    return wrong


def main():
    tprun, newer_major = (pathlib.Path(given).resolve() for given in sys.argv[1:])
    tests = [a_good_one, too_firm, a_spike, silent, dies, by_keys, missing, required,
             functools.partial(of_a_later_program, newer_major=newer_major)]
    with ThreadPoolExecutor(len(tests)) as pool:
        wrong = list(filter(None, pool.map(lambda test: tried(test, tprun), tests)))
    print("\n".join(wrong) or f"{len(tests)} sessions felt what they should")
    sys.exit(1 if wrong else 0)


main()
