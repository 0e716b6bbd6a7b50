#!/usr/bin/env python3
"""render.py TPRUN: a session as a recording, with a text of its own.

Every sentence stands in the text at the time of the plan, every step is a chapter and a cue point, to the
sample; whatever a stranger's routine says, the text stays a text. Both files are there whole or not at all.
"""
import json
import os
import pty
import re
import resource
import select
import sys

import recording
from program import Findings, Home, is_clean

RATE = 48000
# What a recording says otherwise than a session is not in it: no title, nobody to be asked, no press.
PLAIN = r"""
say "Sit tall. Let your shoulders drop."
step { title = "Arms", function()
  move { "Swing both arms.", reps = 4, side = "left" }
  stretch { "Lean to the left.", side = "left" }
end }
rest(5)
breathe { seconds = 10 }
"""
STRANGE = r"""
routine { title = "\27[31mred\27[0m --> <b>&amp;\0x\r\n\nWEBVTT", made_by = "<i>A\7</i>", made_for = "\xff\xfe",
  summary = "1 < 2 \u{202e}" }
say "00:00:00.000 --> 00:00:09.000"
say "Half & half, <v Ann>less</v> than &lt; nothing. NOTE it."
step { title = ("long "):rep(80), seconds = 5 }
step { title = "x" .. ("ä"):rep(400), seconds = 5 }
step { title = "\n\nstep 9\n00:00:00.000 --> 00:00:09.000\nthis is not said", seconds = 5 }
step { title = "{\\an8}", seconds = 5, during = { [0] = "\27]0;title\7 said." } }
"""
# What only a session can say: of keys, of what hears or measures, of questions.
NEVER = re.compile(r"\b(keys?|button|keyboard|enter|screen|type|answer|question|number|microphone|voice|sensor|"
                   r"device|program|press (any|the)|say)\b", re.IGNORECASE)
RULE = "If it feels sharp, or tingly, or you feel dizzy: let go, and stop this recording."
ASKED = """
routine { title = "Neck, gently", made_by = "A. Therapist", made_for = "B. Patient",
  tools = { "fingers", "ball", "a towel" } }
say("sore " .. tostring(ask { "How sore, zero to ten?", assume = 4, default = 2 }))
say("left " .. tostring(ask { "The left side too?", kind = "yes_no", default = true }))
say("place " .. tostring(ask { "Where?", kind = "choice", choices = { "neck", "back" } }))
say { "This is said while nobody is asked, and is said to its end.", wait = false }
ask { "How sore is it now?", assume = 3 }
say("ready " .. tostring(ask { "Press enter when you lie well.", kind = "ready", timeout = 60 }))
hold { "The back.", tool = "ball", reps = 1, rest = 0 }
"""


class Render:
    def __init__(self, home, tprun, found):
        self.home, self.tprun, self.found = home, tprun, found

    def run(self, file, out="out.wav", *options, **how):
        return self.home.run([self.tprun, "render", file, "-o", out, "--voice", "sim", *options], **how)

    def good(self, file, out="out.wav", *options):
        told = self.run(file, out, *options)
        assert told.status == 0 and told.out == "" and told.err == "", (file, told.status, told.err)
        return recording.Text((self.home.work / out).with_suffix(".vtt"))

    def plan(self, file, *options):
        told = self.home.run([self.tprun, "plan", "--json", "--voice", "sim", file, *options])
        assert told.status == 0, told.err
        return json.loads(told.out)

    def files(self):
        return sorted(path.name for path in self.home.work.glob("out*"))

    def clear(self):
        for name in self.files():
            (self.home.work / name).unlink()


def rounded(seconds):
    return round(seconds * RATE), (round(seconds * RATE) + 24) // 48


def text_is_as_the_plan(render):
    render.home.write("plain.lua", PLAIN)
    text, plan = render.good("plain.lua"), render.plan("plain.lua")
    said = [(rounded(c["at"])[1], rounded(c["at"] + c["seconds"])[1], c["text"])
            for c in plan["cues"] if c["type"] == "voice"]
    render.found.want(text.sentences == said, f"the text says {text.sentences}, the plan {said}")
    steps = [(rounded(s["start"])[1], rounded(s["start"] + s["length"])[1]) for s in plan["steps"]]
    render.found.want([c[:2] for c in text.chapters] == steps, f"chapters {text.chapters}, steps {steps}")
    names = [name for _, _, name in text.chapters]
    render.found.want(names == ["Welcome", "Sit tall. Let your shoulders drop.", "Arms: Swing both arms, left",
                                "Arms: Lean to the left.", "Rest", "Breathe", "Done"], f"chapters {names}")
    tags, marks = recording.about(render.home.work / "out.wav")
    render.found.want(marks == [rounded(s["start"])[0] for s in plan["steps"]], f"cue points {marks}")
    render.found.want(tags["INAM"] == "plain.lua" and tags["ISFT"].startswith("tprun 0."), f"tags {tags}")
    length = (render.home.work / "out.wav").stat().st_size // 4 / RATE
    render.found.want(0 < length - plan["seconds"] < 1, f"{length} s of sound for {plan['seconds']}")


def a_stranger_cannot_break_it(render):
    render.home.write("strange.lua", STRANGE)
    text = render.good("strange.lua")
    tags, _ = recording.about(render.home.work / "out.wav")
    everything = [text.title, *text.words(), *(name for _, _, name in text.chapters), *tags.values()]
    render.found.want(all(map(is_clean, everything)) and not any("\n" in one for one in everything),
                      f"not clean: {everything}")
    render.found.want("00:00:00.000 --> 00:00:09.000" in text.words(), f"said: {text.words()}")
    render.found.want("Half & half, <v Ann>less</v> than &lt; nothing." in text.words(), f"said: {text.words()}")
    render.found.want(len(text.chapters) == len(render.plan("strange.lua")["steps"]), f"{text.chapters}")
    render.found.want(any(name == "x" + "ä" * 63 for _, _, name in text.chapters), f"{text.chapters}")
    render.found.want(tags["INAM"].startswith(r"\x1B[31mred\x1B[0m --> <b>&amp;"), f"tags {tags}")
    render.found.want(tags["IART"] == r"<i>A\x07</i>" and tags["ICMT"].startswith(r"Made for \xFF\xFE. 1 < 2"),
                      f"tags {tags}")


def steps_without_number(render):
    """More steps than a head has room for: the cue points lie all over the file."""
    render.home.write("many.lua", "for i = 1, 5000 do step { seconds = 0.01 } end wait(1)")
    text = render.good("many.lua")
    _, marks = recording.about(render.home.work / "out.wav")
    render.found.want(len(text.chapters) > 5000, f"{len(text.chapters)} chapters")
    render.found.want(1000 < len(marks) <= 2000 and marks[-1] > 50 * RATE, f"{len(marks)} to {marks[-1]}")


def two_are_equal(render):
    files = {}
    for ending in ("wav", "flac", "ogg", "mp3"):
        for _ in range(2):
            render.clear()
            told = render.run("plain.lua", f"out.{ending}")
            render.found.want(told.status == 0 or (ending == "mp3" and "this libsndfile cannot" in told.err), told.err)
            for name in render.files():
                content = (render.home.work / name).read_bytes()
                render.found.want(files.setdefault(name, content) == content, f"{name} comes out in two ways")
    render.clear()


def a_recording_is_a_text_of_its_own(render):
    for routine in ("neck", "hello"):
        text = render.good(routine)
        words, session = text.words(), [c["text"] for c in render.plan(routine)["cues"] if c["type"] == "voice"]
        said = [sentence for sentence in words if NEVER.search(sentence)]
        render.found.want(not said, f"{routine} says {said}")
        render.found.want(words[0] == text.title + ".", f"{routine} begins with {words[0]}")
        session[session.index(RULE.replace(", and stop this recording", ""))] = RULE
        render.found.want(words[1:] == session, f"{routine} says other words than a session: {words}")


def nobody_is_asked(render):
    render.home.write("asked.lua", ASKED)
    text = render.good("asked.lua")
    words = text.words()
    render.found.want(words[:10] == ["Neck, gently.", "Made by A. Therapist, for B. Patient.",
                                    "You need a ball and a towel.", "sore 4", "left true", "place nil",
                                    "This is said while nobody is asked, and is said to its end.",
                                    "Take your time.", "ready true", "Two rules."], f"said: {words}")
    render.found.want(all(end < later for (_, end, _), (later, _, _) in zip(text.sentences, text.sentences[1:])),
                      f"two speak at once: {text.sentences}")
    start, end = next((start, end) for start, end, name in text.chapters if name == "Take your time.")
    render.found.want(20000 < end - start < 26000, f"ready takes {end - start} ms")
    got_there = next(end - start for start, end, name in text.chapters if name == "The back.")
    render.found.want(14000 < got_there < 16000, f"it takes {got_there} ms to get there")
    at = words.index("Let go.")
    render.found.want(words[at:at + 3] == ["Let go.", "Off the ball.", "Off the ball."], f"said: {words}")
    render.found.want(not any("?" in name for _, _, name in text.chapters), f"chapters: {text.chapters}")


def answers_are_given_ahead(render):
    """In a recording without a word, in a plan as a session would have it; what fits no question is one line."""
    render.home.write("right.txt", "# of asked.lua\nWhere? = back\n2 = no\nHow sore, zero to ten? =\n")
    words = render.good("asked.lua", "out.wav", "--answers", "right.txt").words()
    render.found.want(words[3:6] == ["sore 2", "left false", "place back"], f"said: {words}")
    said = [c["text"] for c in render.plan("asked.lua", "--answers", "right.txt")["cues"] if c["type"] == "voice"]
    render.found.want({"No answer.", "I take two.", "left false", "place back"} <= set(said), f"the plan has {said}")
    render.clear()
    for content, line in ((b"Whre? = back", "w.txt:1: there is no question \"Whre?\"; did you mean \"Where?\"?"),
                          (b"\n2 = 7", "w.txt:2: \"The left side too?\" takes yes or no, got \"7\""),
                          (b"\0" * 1000, "w.txt:1: the line must be text in UTF-8, got \"" + r"\x00" * 19 + "…\""),
                          (b"1 = 3\n" * 2 ** 18, "w.txt: the file is longer than 65536 bytes")):
        render.home.write("w.txt", content)
        told = render.run("asked.lua", "out.wav", "--answers", "w.txt")
        render.found.want(told.status == 2 and told.err == f"tprun: {line}\n", f"{line}: {told.status} {told.err!r}")
        render.found.want(not render.files(), f"{line}: left {render.files()}")
    told = render.run("asked.lua", "out.wav", "--answers", "none.txt")
    render.found.want(told.status == 2 and told.err == "tprun: none.txt: there is no such file\n", told.err)


def it_knows_nobody(render):
    """A recording is for anybody: what the person's own sessions left is not in it."""
    render.home.write("own.lua", 'say("times " .. tostring(recall "times")) remember("times", (recall "times" or 0) + 1)')
    for _ in range(2):
        told = render.home.run([render.tprun, "own.lua", "--quiet", "--audio", "null:60", "--voice", "sim"])
        assert told.status == 0, told.err
    render.found.want(render.good("own.lua").words()[0] == "times nil", "it knows what was remembered")
    text = render.good("own.lua", "out.wav", "--words", "auto")
    render.found.want(text.words()[0] == "times 2", f"with --words auto it says {text.words()}")


def umask(mask):
    return lambda: os.umask(mask)


def rights_are_as_asked(render):
    for mask in (0o027, 0o077):
        render.clear()
        render.run("plain.lua", preexec_fn=umask(mask))
        rights = [oct((render.home.work / name).stat().st_mode & 0o777) for name in render.files()]
        render.found.want(rights == [oct(0o666 & ~mask)] * 2, f"umask {mask:o}: {rights}")


def at_most(count):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (count, count))


def a_full_disk_leaves_the_old(render):
    """Nothing of the new: the text does not fit; the sound does not, soon or late."""
    render.good("plain.lua")
    size = (render.home.work / "out.wav").stat().st_size
    for room, name in ((300, "out.vtt"), (100000, "out.wav"), (size - 1000, "out.wav")):
        for old in (True, False):
            render.clear()
            for one in ("out.wav", "out.vtt") if old else ():
                render.home.write(one, "old")
            before = render.files()
            told = render.run("plain.lua", preexec_fn=at_most(room))
            render.found.want(told.status == 4 and told.err == f"tprun: {name}: File too large\n",
                              f"room for {room}: status {told.status}, {told.err!r}")
            render.found.want(render.files() == before, f"room for {room}: left {render.files()}")
            render.found.want(all((render.home.work / one).read_bytes() == b"old" for one in before),
                              f"room for {room}: the old is gone")
    render.clear()


def places_that_cannot_be(render):
    (render.home.work / "out.vtt").mkdir()
    for out, line in (("out.wav", "out.vtt: Is a directory"), ("no/out.wav", "no/out.wav: No such file or directory")):
        told = render.run("plain.lua", out)
        render.found.want(told.status == 4 and told.err == f"tprun: {line}\n", f"{out}: {told.status} {told.err!r}")
    render.found.want(render.files() == ["out.vtt"], f"left {render.files()}")
    (render.home.work / "out.vtt").rmdir()


def seen_on(render, file, *options):
    """What a terminal is shown. To flac: a wav is written before there is anything to show."""
    leader, follower = pty.openpty()
    process = render.home.start([render.tprun, "render", file, "-o", "out.flac", "--voice", "sim", *options],
                                stderr=follower, env={**render.home.env, "TERM": "xterm"})
    os.close(follower)
    seen = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            seen += os.read(leader, 4096)
        except OSError:  # the program is gone
            break
    os.close(leader)
    assert process.wait() == 0
    return seen.decode()


def a_bar_shows_how_far(render):
    render.home.write("long.lua", "for i = 1, 300 do tone 'next' wait(1) end")
    seen = seen_on(render, "long.lua")
    *shown, last = [line for line in seen.split("\r\033[K") if line]
    render.found.want(last == "out.flac, 5 min 10 s; what is said stands in the .vtt beside it\r\n", f"at the end it says {last!r}")
    render.found.want(not any("\n" in line for line in shown), "the bar takes more than its line")
    parts = [int(line.split(" %")[0].split()[-1]) for line in shown if " %" in line]
    render.found.want(parts and parts == sorted(parts) and "out.flac ██" in seen and " of 5:" in seen, f"shown: {seen!r}")
    render.found.want(all(len(line) < 80 for line in shown), "the bar does not fit")
    render.found.want(seen_on(render, "plain.lua", "--quiet") == "", "--quiet has a bar")


def main():
    found = Findings()
    with Home() as home:
        render = Render(home, sys.argv[1], found)
        text_is_as_the_plan(render)
        a_stranger_cannot_break_it(render)
        steps_without_number(render)
        two_are_equal(render)
        a_recording_is_a_text_of_its_own(render)
        nobody_is_asked(render)
        answers_are_given_ahead(render)
        it_knows_nobody(render)
        rights_are_as_asked(render)
        a_full_disk_leaves_the_old(render)
        places_that_cannot_be(render)
        a_bar_shows_how_far(render)
    found.close("recordings and their texts are whole and true")


main()
