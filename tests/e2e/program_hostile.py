#!/usr/bin/env python3
"""program_hostile.py TPRUN HOSTILE: no routine does harm to the person or the machine.

The files of tests/hostile, those that HOSTILE makes, and what is no routine at all goes through the
whole program: one clean line with its place, exit status 1, in time and in bounds of memory, without
a byte on the terminal or a file left behind. Of those that use up their seconds only some: to the
program they are alike, and HOSTILE itself runs each of them to its end.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

from program import Findings, Home, is_clean

MOST_S, MOST_KIB, QUICK_S = 3, 128 * 1024, 0.5
LIMIT = 10
ENDLESS_EVERY = 6  # of those that use up a second or two, one in so many
CORPUS = pathlib.Path(__file__).resolve().parents[1] / "hostile"
BOUNDS = ("needs more than", "ran for more than")  # on a busy machine time is over before memory
ANYWHERE = ("held", "C stack")

# Name, content, the line that is expected.
WRONG = [
    ("empty.lua", b"", "empty.lua: is empty: nothing in it is said or done"),
    ("words.lua", b"-- nothing\n", "words.lua: is empty: nothing in it is said or done"),
    ("compiled.lua", b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n", "compiled.lua: is compiled Lua, and no text"),
    ("picture.lua", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture.lua:3: has a zero byte, as no text has"),
    ("latin.lua", b'x\xe9 = 1', "latin.lua:1: syntax error near '<\\233>'; quotes must be straight "
     "ones, and other signs stand in a text only"),
    ("long.lua", b"-" * 300 * 1024, "long.lua: is longer than 256 KiB"),
    ("tw\no\x1b[31m.lua", b"x", "tw\\x0Ao\\x1B[31m.lua:1: syntax error near <eof>; a text stands in "
     "quotes, several things in { }, nothing as ()"),
]


def prepare_odd_files(home):
    """What has the name of a routine and is none: [(name, the line that is expected)]."""
    (home.work / "folder.lua").mkdir()
    os.mkfifo(home.work / "pipe.lua")
    (home.work / "zeros.lua").symlink_to("/dev/zero")
    (home.work / "round.lua").symlink_to("round.lua")
    home.write("closed.lua", "say 'Hello.'").chmod(0)
    rows = [(name, f"{name}: is not a file of text")
            for name in ("folder.lua", "pipe.lua", "zeros.lua", "/dev/full", "/dev/stdin", "..//")]
    rows += [("missing.lua", "missing.lua: there is no such file"),
             ("missing", "missing: there is no such routine; tprun list shows all"),
             ("nekc", "nekc: there is no such routine; did you mean 'neck'?"),
             ("round.lua", "round.lua: cannot be opened: Too many levels of symbolic links"),
             ("long" * 99 + ".lua", None)]
    if os.geteuid() != 0:
        rows.append(("closed.lua", "closed.lua: cannot be opened: Permission denied"))
    return rows


def number(expect):
    """The line at which it is expected, "12: "; empty where that is left open."""
    return found[0] if (found := re.match(r"\d+: ", expect)) else ""


def matches(line, name, expect, watched):
    """Whether a line says what the first line of a hostile file expects."""
    shown, what = f"tprun: {name}:", ""
    if not line.startswith(shown):
        return False
    what = line[len(shown):].lstrip()
    if watched:
        place = expect.strip(": ")
        return what.startswith(f"{place}: does not come to an end" if place else "") and "end" in what
    if any(text in expect for text in BOUNDS):
        return any(text in what for text in BOUNDS) and what.startswith(number(expect))
    if any(text in expect for text in ANYWHERE):
        return expect in what
    return what.startswith(expect)


def read_expectation(file):
    """(what is expected, whether only the watchdog ends it)."""
    aside = file.with_name(file.stem + ".expect")
    if aside.exists():
        return aside.read_text(encoding="utf-8").strip(), False
    first = file.read_bytes().split(b"\n", 1)[0].decode()
    kind, _, expect = first.removeprefix("-- ").partition(":")
    assert kind in ("expect", "watchdog"), f"{file.name}: the first line says nothing"
    return expect.strip(), kind == "watchdog"


def is_endless(file):
    expect, watched = read_expectation(file)
    return watched or "ran for more than" in expect


class Corpus:
    def __init__(self, home, tprun, found):
        self.home, self.tprun, self.found = home, tprun, found
        self.slowest = self.largest = self.count = 0

    def run(self, *arguments):
        """Runs the program and checks what holds for every bad routine; its one line."""
        told = self.home.run([self.tprun, *arguments], limit=LIMIT)
        name = f"{' '.join(arguments)[:60]!r}"
        lines = told.lines()
        self.count += 1
        self.found.want(told.status == 1, f"{name}: exit status {told.status}")
        self.found.want(told.out == "", f"{name}: on standard output: {told.out[:200]!r}")
        self.found.want(is_clean(told.err), f"{name}: control bytes in {told.err[:200]!r}")
        printed = "print" in name  # what a routine prints stands before the line
        self.found.want(len(lines) == 1 or (printed and lines), f"{name}: said {lines[:3]}")
        self.slowest = max(self.slowest, told.seconds)
        self.largest = max(self.largest, told.kib)
        self.found.want(told.cpu < MOST_S, f"{name}: took {told.cpu:.1f} s of a core")
        self.found.want(told.kib < MOST_KIB, f"{name}: took {told.kib // 1024} MiB")
        return (lines or [""])[-1], told.seconds

    def run_live(self, name):
        return self.run(name, "--audio", "null:60", "--quiet")

    def check(self, file):
        """One file of the corpus: run as a person would, and planned, where that is quick."""
        expect, watched = read_expectation(file)
        line, seconds = self.run_live(file.name)
        self.found.want(matches(line, file.name, expect, watched),
                        f"{file.name}: expected {expect!r}, said {line!r}")
        if seconds < QUICK_S:
            planned, _ = self.run("plan", file.name)
            self.found.want(planned == line or "memory" in line,
                            f"{file.name}: plan says {planned!r}, a session {line!r}")

    def check_wrong(self, row):
        name, line = row
        for said, _ in (self.run_live(name), self.run("plan", name),
                        self.run("render", name, "-o", str(self.home.path("run") / "out.wav"))):
            if line:
                self.found.want(said == f"tprun: {line}", f"{name!r}: expected {line!r}, said {said!r}")


def main():
    tprun, hostile = sys.argv[1:3]
    found = Findings()
    with Home() as home:
        for file in CORPUS.glob("*.lua"):
            shutil.copy(file, home.work)
        subprocess.run([hostile, "--write", str(home.work)], check=True)
        files = sorted(home.work.glob("*.lua"))
        rows = prepare_odd_files(home)
        for name, content, line in WRONG:
            home.write(name, content)
            rows.append((name, line))
        home.note_files()
        corpus = Corpus(home, tprun, found)
        endless = [file for file in files if is_endless(file)]
        for file in sorted(set(files) - set(endless)) + endless[::ENDLESS_EVERY]:
            corpus.check(file)
        for row in rows:
            corpus.check_wrong(row)
        found.want(not home.strays(), f"left behind: {home.strays()}")
    assert len(files) > 250, "the corpus is smaller than it should be"
    found.close(f"{corpus.count} runs, {len(endless)} of {len(files) + len(rows)} files have no end; the slowest took "
                f"{corpus.slowest:.2f} s, the largest {corpus.largest // 1024} MiB")


main()
