#!/usr/bin/env python3
"""atlas.py PROGRAM ROUTINES: atlas.lua is content with the atlas, and with no atlas that is spoilt."""
import pathlib
import sys
import tempfile

from story import Plan

# What is put in place of what, and what atlas.lua says of it.
SPOILT = [
    ('name = "top of the shoulder"', 'name = "the roll on top of the shoulder"', "upper_trap.name has more than 5"),
    ('name = "top of the shoulder"', 'name = "the trapezius"', 'upper_trap.name says "trapezius"'),
    ('name = "top of the shoulder"', 'name = "The roll."', "upper_trap.name must fit into a sentence"),
    ('short = "top shoulder"', 'short = "top of shoulder"', "upper_trap.short has more than 2"),
    ('short = "top shoulder"', 'short = "trapezius"', 'upper_trap.short says "trapezius"'),
    ('short = "top shoulder"', 'short = "Top."', "upper_trap.short must fit into a sentence"),
    ('stretch_short = "Long neck."', 'stretch_short = "Long neck"', "suboccipital.stretch_short must be a sentence"),
    ('stretch_short = "Long neck."', 'stretch_short = "Draw your chin in, and nod."', "stretch_short has more than 5"),
    ('short = "inside corner"', 'short = nil', "levator.short must be a string"),
    ("Squeeze the muscle halfway", "Squeeze slowly and with due care the muscle halfway", "has more than 20 words"),
    ("Squeeze the muscle halfway", "The muscle is halfway", 'begins a sentence with "The"'),
    ("Squeeze the muscle halfway", "Squeeze the spot halfway",
     "upper_trap.find names no muscle"),
    ("Stand with your {side} shoulder", "Stand with your {hand} shoulder", "infraspinatus.find has {hand}"),
    ("A dull ache along the blade", "A cure along the blade", 'levator.feel says "cure"'),
    ("pressure = 3, max = 5", "pressure = 3, max = 6", "suboccipital.max is above"),
    ("pressure = 3, max = 5", "pressure = 5, max = 5", "suboccipital.pressure leaves no room"),
    ("seconds = 10, reps = 2, pressure = 3, max = 4, longest = 10",
     "seconds = 20, reps = 2, pressure = 3, max = 4, longest = 20", "assertion failed"),
    ("opt_in = true, ", "", "assertion failed"),
    ("ball = false", "ball = true", "self_ending is wrong for ball"),
    ('tools = { "fingers", "thumb" }', 'tools = { "elbow" }', "suboccipital.tools has elbow"),
    ('sources = { "R8", "GK", "CONV" }', "sources = {}", "suboccipital.sources is empty"),
    ('sources = { "R8", "GK", "CONV" }', 'sources = { "web" }', "suboccipital.sources has web"),
    ('site = "skull_base"', 'site = "carotid"', "suboccipital.site is never to be pressed"),
    ("exclusions = SHOULDER", "exclusions = {}", "exclusions is empty"),
    ('latin = "Levator scapulae"', "latin = nil", "levator.latin must be a string"),
    ('region = "neck", site = "blade_corner"', 'region = "neck", sight = "blade_corner"', "levator.site must be"),
    ("both = false", "both = true", "both must be false"),
    ("  levator = {", "  levatr = {", "the atlas has"),
]


def spoil(atlas, old, new):
    assert old in atlas, f"the atlas no longer has: {old}"
    return atlas.replace(old, new)


def main():
    program, routines = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    test = pathlib.Path(__file__).with_suffix(".lua")
    whole = Plan(program, test, routines=routines)
    found = [] if whole.status == 0 and whole.aside == ["8 points, 8 known"] else whole.aside
    atlas = (routines / "lib" / "points.lua").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        lib = pathlib.Path(folder, "lib")
        lib.mkdir()
        for old, new, said in SPOILT:
            (lib / "points.lua").write_text(spoil(atlas, old, new), encoding="utf-8")
            plan = Plan(program, test, routines=folder)
            if plan.status != 1 or said not in plan.aside[-1]:
                found += [f"{new}", f"    should be found: {said}", f"    said {plan.aside[-1:]}"]
    print("\n".join(found) or f"the atlas holds, and {len(SPOILT)} spoilt ones do not")
    return 1 if found else 0


sys.exit(main())
