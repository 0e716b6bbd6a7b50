#!/usr/bin/env python3
"""atlas.py PROGRAM ROUTINES: atlas.lua is content with the atlas, and with no atlas that is spoilt."""
import pathlib
import sys
import tempfile

from story import Plan

# What is put in place of what, and what atlas.lua says of it.
SPOILT = [
    ('name = "the shoulder roll"', 'name = "the roll on top of the shoulder"', "upper_trap.name has more than 4"),
    ('name = "the shoulder roll"', 'name = "the trapezius"', 'upper_trap.name says "trapezius"'),
    ('name = "the shoulder roll"', 'name = "The roll."', "upper_trap.name must fit into a sentence"),
    ("Pinch the muscle halfway", "Pinch slowly and with all due care the muscle halfway", "has more than 20 words"),
    ("Pinch the muscle halfway", "The muscle is halfway", 'begins a sentence with "The"'),
    ("Pinch the muscle halfway between neck and shoulder tip", "Pinch the spot between neck and shoulder tip",
     "upper_trap.find names no muscle"),
    ("Reach over with your {other} hand", "Reach over with your {hand}", "levator.find has {hand}"),
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
