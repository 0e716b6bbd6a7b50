#!/usr/bin/env python3
"""program_resume.py TPRUN [KILLS]: a session that is cut off goes on, and nothing is lost or repeated.

A session is killed again and again at random moments (KILLS in all); each `tprun resume` goes on at the
step that was cut, and in the end every step was had, every hold's seconds are in the ledger, each entry
once. What was stopped can go on for a day, what was finished never; a file that was changed is told of;
of two sessions at once the second is refused with the name of the first; a damaged log is set aside.
"""
import json
import random
import signal
import sys
import time
import zlib

from program import Findings, Home, SANITIZED, until

BACK = ["--audio", "null:200", "--quiet", "--now"]
FAST = [*BACK, "--voice", "sim"]
ROUTINE = """routine { title = "Test", position = "sitting" }
stop_words()
warm_up { "Roll your shoulders.", seconds = 30 }
for side in sides() do
  hold { "upper_trap", side = side, seconds = 20, reps = 2 }
  stretch { "upper_trap", side = side }
end
remember("times", (recall "times" or 0) + 1)
note { pain = ask { "How sore, zero to ten?", default = 3, timeout = 5 } }
breathe { seconds = 30 }
"""
DAY_MS = 86400000
USUAL = 5 if SANITIZED else 16  # kills


def sealed(line):
    """A line as the log and the ledger have it: its checksum is over all that follows it."""
    rest = "\t" + line
    return f"{zlib.crc32(rest.encode()):08x}{rest}\n"


def log_of(home):
    """The newest log."""
    return max((home.path("state") / "tprun" / "sessions").glob("*.log"))


def records(home, kind):
    """Fields of the whole records of that kind, in order."""
    rows = (line.split("\t") for line in log_of(home).read_text(encoding="utf-8").splitlines())
    return [row[2:] for row in rows if len(row) > 1 and row[1] == kind]


def events_of(path):
    """What was told, up to the last whole line."""
    lines = path.read_bytes().split(b"\n")[:-1]
    return [(one["method"], one["params"]) for one in map(json.loads, lines)]


def ledger(home):
    """(number, kind, fields) of every entry, and that each has its checksum."""
    path = home.path("state") / "tprun" / "ledger"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    assert all(sealed(line.split("\t", 1)[1]) == line + "\n" for line in lines), "a checksum is wrong"
    return [line.split("\t")[1:] for line in lines]


def killed_again_and_again(tprun, kills, rng, found):
    """One session; how often it was killed."""
    with Home() as home:
        routine, count = home.write("test.lua", ROUTINE), 0
        plan = json.loads(home.run([tprun, "plan", "--json", "--voice", "sim", routine]).out)
        command, steps, step = [tprun, routine, *FAST, "--seed", "7"], set(), 1
        while True:
            events = home.work / f"events{count}"
            process = home.start([*command, "--events", events], stdout=-3, stderr=-3)
            until(lambda: events.exists() or process.poll() is not None, "the session")
            if count < kills:
                time.sleep(rng.random() ** 2 * 0.5)
                process.kill()
            status = process.wait(60)
            told = events_of(events)
            begun = [params["n"] for method, params in told if method == "step.start"]
            found.want(not begun or begun[0] == step, f"went on at {begun[:1]}, not at {step}")
            steps.update(begun)
            if status != -signal.SIGKILL:
                break
            count += 1
            marks = records(home, "mark")
            if marks and int(marks[-1][0]) > 1:
                step, command = int(marks[-1][0]), [tprun, "resume", *BACK]
        found.want(status == 0, f"ended with {status}")
        found.want(steps == set(range(1, len(plan["steps"]) + 1)), f"steps {sorted(steps)}")
        presses = [row for row in ledger(home) if "pressed" in row]
        holds = sum(one["seconds"] for one in plan["steps"] if one["kind"] == "hold")
        pressed = sum(float(row[-1][1:]) for row in presses)
        found.want(holds - 1 < pressed, f"{pressed} of {holds} s are in the ledger")
        numbers = [row[3] for row in presses]
        found.want(len(set(numbers)) == len(numbers), f"entries {numbers}")
        found.want(home.run([tprun, "resume", *BACK]).status == 1, "it was offered when it was over")
        print(f"{count} kills: {len(steps)} steps, {pressed:.1f} of {holds} s pressed")
        return count


def stop_in_hold(tprun, home, routine, *more):
    """Ends a session in its first hold, as q does; the step."""
    commands = home.work / "commands"
    commands.unlink(missing_ok=True)
    commands.write_text("")
    events = home.work / "events"
    process = home.start([tprun, routine, *FAST, *more, "--events", events], stdout=-3, stderr=-3)

    def hold():
        told = events_of(events) if events.exists() else []
        return [p["n"] for m, p in told if m == "step.start" and p["kind"] == "hold"]

    step = until(hold, "a hold")[0]
    process.terminate()
    process.wait(20)
    return step


def stopped_goes_on_and_finished_does_not(tprun, found):
    with Home() as home:
        routine = home.write("test.lua", ROUTINE)
        none = home.run([tprun, "resume", *BACK])
        found.want(none.status == 1 and none.err == "tprun: there is no session to go on with\n",
                   f"nothing to go on with: {none.err!r}")
        step = stop_in_hold(tprun, home, routine)
        told = home.run([tprun, "help"])
        found.want("test was left just now, at step" in told.out, "tprun alone does not offer it")
        other = home.run([tprun, "hello", *FAST])
        found.want("test was left just now, at step" in other.out and "tprun resume" in other.out,
                   f"the next session does not offer it: {other.out!r}")
        wrong = home.run([tprun, "resume", *BACK, "--pace", "2"])
        found.want(wrong.status == 2 and "--pace" in wrong.err, f"another pace: {wrong.err!r}")
        routine.write_text(ROUTINE + "rest(5)\n", encoding="utf-8")
        events = home.work / "again"
        again = home.run([tprun, "resume", *BACK, "--events", events], 60)
        first = [p["n"] for m, p in events_of(events) if m == "step.start"][0]
        found.want(again.status == 0 and first >= step, f"{again.status}, step {first}, not {step}")
        found.want("test.lua was changed since" in again.out, f"the change: {again.out!r}")
        found.want(" left, until " in again.out, f"how long it still takes: {again.out!r}")
        found.want("5" not in (home.run([tprun, "resume", *BACK]).err or "5"), "it is offered when over")


def another_speed_goes_on_so(tprun, found):
    """As fast as before, and as little is kept of it."""
    with Home() as home:
        routine, how = home.write("test.lua", ROUTINE), ["--speed", "20", "--seed", "7", "--words", "full"]
        plan = json.loads(home.run([tprun, "plan", routine, *how, "--json", "--voice", "sim"]).out)
        stop_in_hold(tprun, home, routine, *how)
        events = home.work / "again"
        told = home.run([tprun, "resume", *BACK, "--events", events], 60)
        ended = [params["t"] for method, params in events_of(events) if method == "session.end"]
        found.want(told.status == 0 and ended == [plan["seconds"]],
                   f"at another speed: {told.status}, ended at {ended}, not at {plan['seconds']}")
        found.want(not ledger(home), f"the ledger has {ledger(home)}")
        kept = [file.name for file in home.path("state").rglob("*.json")]
        found.want(not kept, f"kept {kept}")


def a_day_is_the_limit(tprun, found):
    with Home() as home:
        routine = home.write("test.lua", ROUTINE)
        stop_in_hold(tprun, home, routine)
        log = log_of(home)
        lines = []
        for line in log.read_text(encoding="utf-8").splitlines():
            row = line.split("\t")
            if row[1:2] == ["mark"]:
                row[4] = str(int(row[4]) - DAY_MS - 60000)
                line = sealed("\t".join(row[1:])).rstrip("\n")
            lines.append(line + "\n")
        log.write_text("".join(lines), encoding="utf-8")
        old = home.run([tprun, "resume", *BACK])
        found.want(old.status == 1 and "more than a day ago" in old.err, f"after a day: {old.err!r}")


def a_trial_presses_nothing(tprun, found):
    with Home() as home:
        routine = home.write("test.lua", ROUTINE)
        quick = home.run([tprun, routine, *FAST, "--speed", "10"], 60)
        found.want(quick.status == 0 and ledger(home) == [], f"at another speed: {ledger(home)}")


def one_at_a_time(tprun, found):
    with Home() as home:
        routine = home.write("first.lua", ROUTINE)
        events = home.work / "events"
        first = home.start([tprun, routine, "--audio", "null", "--voice", "sim", "--quiet", "--now",
                            "--events", events], stdout=-3, stderr=-3)
        until(lambda: events.exists() and events.stat().st_size, "the first session")
        second = home.run([tprun, "hello", *FAST])
        found.want(second.status == 4 and "first" in second.err and len(second.lines()) == 1,
                   f"the second: {second.status}, {second.err!r}")
        again = home.run([tprun, "resume", *BACK])
        found.want(again.status == 4 and "first" in again.err, f"resumed while it runs: {again.err!r}")
        first.kill()
        first.wait()
        third = home.run([tprun, "hello", *FAST])
        found.want(third.status == 0, f"after a kill: {third.err!r}")


def what_is_damaged_is_told(tprun, found):
    with Home() as home:
        routine = home.write("test.lua", ROUTINE)
        stop_in_hold(tprun, home, routine)
        log = log_of(home)
        whole = log.read_bytes()
        for name, content in (("cut", whole[:40]), ("other", b"not a log\n" * 100),
                              ("newer", whole.replace(b"log 1", b"log 9", 1)),
                              ("zeros", bytes(100000)), ("head", whole[:60] + b"?" + whole[61:])):
            for one in log.parent.glob("*"):
                one.unlink()
            log.write_bytes(content)
            told = home.run([tprun, "resume", *BACK])
            found.want(told.status == 1 and len(told.lines()) <= 2, f"{name}: {told.err!r}")
        log.write_bytes(whole[:-9])
        told = home.run([tprun, "resume", *BACK], 60)
        found.want(told.status == 0, f"without its last bytes: {told.status}, {told.err!r}")


def main():
    tprun, kills = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else USUAL
    found, rng, seed = Findings(), random.Random(), random.randrange(1 << 30)
    print(f"seed {seed}")
    rng.seed(seed)
    while kills > 0:
        kills -= killed_again_and_again(tprun, min(kills, 12), rng, found)
    stopped_goes_on_and_finished_does_not(tprun, found)
    another_speed_goes_on_so(tprun, found)
    a_day_is_the_limit(tprun, found)
    a_trial_presses_nothing(tprun, found)
    one_at_a_time(tprun, found)
    what_is_damaged_is_told(tprun, found)
    found.close("what was cut off goes on")


main()
