#!/usr/bin/env python3
"""minutes.py TPRUN: a routine made shorter ends in time, with what it must have, alike on both sides.

neck.lua at several lengths, and routines made up at random, as `tprun plan --minutes N` tells them; what
is left out by name; one side; another pace.
"""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

POINTS = {"upper_trap": 8, "levator": 7, "suboccipital": 6}
TEXTS = ['"Thumb pad"', '{ left = "The left palm", right = "The right palm" }', '"Your {side} forearm"']


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def plan(tprun, *words):
    told = subprocess.run([tprun, "plan", *map(str, words), "--voice", "sim", "--json"], capture_output=True, text=True,
                          check=False, timeout=60)
    return told, json.loads(told.stdout) if told.returncode == 0 else None


def of_kind(made, kind, side=None):
    return [step for step in made["steps"] if step["kind"] == kind and (side is None or step["side"] == side)]


def place(step):
    return step["point"] or re.sub("left|right", "", step["title"])


def shape(made, side):
    """What is pressed on that side, in order of its name."""
    return sorted(place(step) for step in of_kind(made, "hold", side))


def keeps_what_it_must(made, whole, name):
    for kind in ("warm_up", "breathe", "hydrate"):
        check(len(of_kind(made, kind)) == len(of_kind(whole, kind)), f"{name}: {kind} was left out")
    pressed = {place(step) for step in of_kind(made, "hold")}
    stretched = {place(step) for step in of_kind(whole, "stretch")}
    left = {place(step) for step in of_kind(made, "stretch")}
    check(left == stretched & pressed, f"{name}: pressed {pressed}, stretched {left} of {stretched}")
    check(pressed, f"{name}: nothing is pressed")
    check(shape(made, "left") == shape(made, "right"), f"{name}: one side has more")


def shortest(told):
    found = re.search(r"the shortest is (?:(\d+) min )?(\d+) s, got --minutes", told.stderr)
    check(told.returncode == 2 and found and told.stderr.count("\n") == 1, f"said {told.stderr!r}")
    return int(found[1] or 0) * 60 + int(found[2])


def the_neck(tprun):
    _, whole = plan(tprun, "neck")
    seconds = []
    for minutes in (6, 8, 10, 12):
        _, made = plan(tprun, "neck", "--minutes", minutes)
        check(made["seconds"] <= minutes * 60, f"neck in {minutes} min: {made['seconds']} s")
        check(made["seconds"] > minutes * 60 - 100, f"neck in {minutes} min: only {made['seconds']} s")
        check("left out" in made["shorter"] or "once" in made["shorter"], made["shorter"])
        keeps_what_it_must(made, whole, f"neck in {minutes} min")
        seconds.append(made["seconds"])
    check(seconds == sorted(seconds), f"more time, and less of it used: {seconds}")
    _, quick = plan(tprun, "neck", "--minutes", 12, "--speed", 10)
    check(quick["shorter"] == made["shorter"] and quick["seconds"] < made["seconds"] / 3, "at another speed")
    _, made = plan(tprun, "neck", "--minutes", 20)
    check(made == whole, "time enough, and still not as written")
    told, _ = plan(tprun, "neck", "--minutes", 2)
    check(told.stderr.startswith("tprun: neck: the shortest is "), told.stderr)
    least = shortest(told)
    told, made = plan(tprun, "neck", "--minutes", least / 60)
    check(made and made["seconds"] <= least, f"{least} s: {told.stderr}")
    shortest(plan(tprun, "neck", "--minutes", (least - 1) / 60)[0])


def any_hold(chance):
    what = chance.choice([f'"{name}"' for name in POINTS] + TEXTS)
    more = [f"side = side, seconds = {chance.randint(5, 30)}, reps = {chance.randint(1, 4)}"]
    if chance.random() < 0.5:
        more.append(f"priority = {chance.randint(1, 9)}")
    return f"hold {{ {what}, {', '.join(more)} }}\n"


def any_routine(chance):
    holds = [any_hold(chance) for _ in range(chance.randint(1, 5))]
    stretches = [f'stretch {{ "{name}", side = side }}\n' for name in ("upper_trap", "levator")
                 if any(f'"{name}"' in hold for hold in holds)]
    if chance.random() < 0.5:
        loops = "".join(f"for side in sides() do\n{part}end\n" for part in holds + stretches)
    else:
        loops = "for side in sides() do\n" + "".join(holds + stretches) + "end\n"
    return f'warm_up {{ "Roll.", seconds = 20 }}\n{loops}breathe {{ seconds = 20 }}\nhydrate()\n'


def any_routine_at_all(tprun, folder):
    for seed in range(40):
        chance = random.Random(seed)
        file = folder / f"any{seed}.lua"
        file.write_text(any_routine(chance), encoding="utf-8")
        name = f"{file.name}:\n{file.read_text(encoding='utf-8')}"
        _, whole = plan(tprun, file)
        minutes = round(max(1, whole["seconds"] / 60 * chance.uniform(0.2, 1)), 2)
        told, made = plan(tprun, file, "--minutes", minutes)
        if made:
            check(made["seconds"] <= minutes * 60, f"{name}: {made['seconds']} s in {minutes} min")
            keeps_what_it_must(made, whole, name)
        else:
            check(shortest(told) > minutes * 60 - 1, name)


def without_points(tprun):
    _, whole = plan(tprun, "neck")
    told, made = plan(tprun, "neck", "--skip", "levator,suboccipital")
    check({place(step) for step in of_kind(made, "hold")} == {"upper_trap"} and not told.stderr, "skipped two")
    keeps_what_it_must(made, whole, "two points skipped")
    told, _ = plan(tprun, "neck", "--skip", "levatr")
    check((told.returncode, told.stderr) == (2, "tprun: --skip: there is no point 'levatr'; did you mean "
                                             "'levator'?\n"), told.stderr)
    told, made = plan(tprun, "neck", "--skip", "scm")
    check(made == whole and told.stderr == "tprun: neck.lua has no scm: there is nothing to skip\n", told.stderr)


def one_side_and_pace(tprun):
    _, whole = plan(tprun, "neck")
    _, made = plan(tprun, "neck", "--side", "left")
    check(not of_kind(made, "hold", "right"), "one side")
    check(shape(made, "left") == shape(whole, "left"), "of one side all")
    doses = [[step["seconds"] for step in of_kind(one, "hold")] for one in
             (whole, plan(tprun, "neck", "--pace", "2")[1], plan(tprun, "neck", "--pace", "0.5")[1])]
    lengths = [plan(tprun, "neck", "--pace", pace)[1]["seconds"] for pace in ("0.5", "1", "2")]
    check(doses[0] == doses[1] == doses[2], "the pace changed what counts")
    check(lengths[0] < lengths[1] == whole["seconds"] < lengths[2], f"paces: {lengths}")


def main():
    tprun = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="tprun-minutes-") as folder:
        the_neck(tprun)
        any_routine_at_all(tprun, pathlib.Path(folder))
        without_points(tprun)
        one_side_and_pace(tprun)


main()
