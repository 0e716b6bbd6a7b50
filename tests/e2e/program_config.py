#!/usr/bin/env python3
"""program_config.py TPRUN: the person's config.lua, through the whole program.

What it says holds where the command line says nothing; a mistake in it is one line and exit status 2,
and the commands that it does not concern still work. A hostile one is answered as a hostile routine
is. In a real terminal: a pedal that types a letter, and keys without the screen.
"""
import array
import json
import math
import os
import pathlib
import sys
import wave

from program import Findings, Home, is_clean
from tmux import Missing, Terminal

HOSTILE = pathlib.Path(__file__).resolve().parents[1] / "hostile"
LINE = "tprun: config.lua"

# Text of the config, exit status, the line without "tprun: ".
WRONG = [
    ('return { words = "short" }', 2,
     'config.lua:1: words must be full, normal, brief, tones or auto, got "short"'),
    ('return {\n keys = {\n  pause = "spcae" } }', 2,
     'config.lua:3: "spcae" is not a key; did you mean "space"?'),
    ('return {\n keys = {\n  pause = { "x", "b" },\n  back = "b" } }', 2,
     'config.lua:3: "b" is given to both back and pause'),
    ('return { keys = { puase = "x" } }', 2, "config.lua:1: no key does 'puase'; did you mean 'pause'?"),
    ('return { keys = { next = "space" } }', 2, "config.lua:1: no key is left for pause"),
    ('return { vioce = "rms" }', 2, "config.lua:1: there is no 'vioce'; did you mean 'voice'?"),
    ('io.open("/etc/passwd")', 2, "config.lua:1: 'io' is not a name that routines know"),
    ("return {", 2, "config.lua:1: unexpected symbol near <eof>"),
    ("\x1bLua", 2, "config.lua: is compiled Lua, and no text"),
    ('return { voice = "bob" }', 2, "no voice is called bob; there are slt, rms, awb, kal and sim"),
]
# Hostile routines that are hostile configs as well, and the exit status.
LOOPS = [("loop", 2), ("loop_in_close", 2), ("memory_tables", 2), ("memory_string_doubling", 2),
         ("call_itself", 2), ("pattern_backtracking", 1)]

GOING_ON = ("Going on.", "We go on.", "On we go.")  # one of them, by the seed
ROUTINE = """routine { title = "Two", position = "sitting" }
step { title = "One", seconds = 60 }
step { title = "Another", seconds = 60 }
ask { "Go on?", kind = "ready", timeout = 600 }
"""


def configure(home, text):
    folder = home.path("config") / "tprun"
    folder.mkdir(exist_ok=True)
    (folder / "config.lua").write_bytes(text.encode())


def length(home, command):
    told = home.run(command)
    return json.loads(told.out)["seconds"] if told.status == 0 else told.err


def check_defaults(home, tprun, found):
    home.write("talk.lua", 'routine { title = "Talk" } say "Sit tall. Let your shoulders drop."')
    plan = [tprun, "plan", "talk.lua", "--json"]
    usual = length(home, [*plan, "--voice=kal"])
    slow, quick = (length(home, [*plan, "--voice=kal", f"--rate={rate}"]) for rate in ("0.5", "2"))
    configure(home, 'return { voice = "kal", rate = 0.5 }')
    found.want(length(home, plan) == slow, "the rate of the config does not hold")
    found.want(length(home, [*plan, "--rate=2"]) == quick, "the command line does not win")
    configure(home, "return { mono = true }")
    told = home.run([tprun, "talk.lua", "--no-mono", "--quiet", "--now", "--voice=sim", "--audio=null:60"])
    found.want(told.status == 0, f"--no-mono: {told.status} {told.err!r}")
    found.want(len({usual, slow, quick}) == 3, f"the rate changes nothing: {usual} {slow} {quick}")
    configure(home, 'return { sides = { left = "phone hand" }, mono = true, audio = "null:60" }')
    told = home.run([tprun, "hello", "--quiet", "--now", "--voice=kal"])
    found.want(told.status == 0 and told.err == "", f"a run with a config: {told.status} {told.err!r}")


def make_sound(path, seconds, hz=600):
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 44100, 0, "NONE", ""))
        sound.writeframes(array.array("h", (int(8000 * math.sin(2 * math.pi * hz * i / 44100))
                                            for i in range(int(seconds * 44100)))).tobytes())


def check_sounds(home, tprun, found):
    """A file beside config.lua in the place of a sound, in the plan, in a file and heard alone."""
    home.write("tones.lua", 'tone "start" wait(2) tone { "inhale", seconds = 2 } wait(4)')
    configure(home, 'return { sounds = {\n start = "bell.wav", inhale = "bell.wav" } }')
    make_sound(home.path("config") / "tprun" / "bell.wav", 1.5)
    told = home.run([tprun, "plan", "tones.lua", "--json"])
    cues = {cue["name"]: cue for cue in json.loads(told.out)["cues"] if "name" in cue}
    found.want((cues["start"]["seconds"], cues["inhale"]["seconds"]) == (1.5, 2), f"the plan: {cues}")
    told = home.run([tprun, "render", "tones.lua", "-o", "tones.wav"])
    with wave.open(str(home.path("work") / "tones.wav")) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))[::2]
    inside = round((cues["start"]["at"] + 0.2) * 48000)
    second = samples[inside:inside + 48000]
    rises = sum(1 for a, b in zip(second, second[1:]) if a < 0 <= b)
    found.want(told.status == 0 and abs(rises - 600) <= 6, f"{rises} Hz in the file, {told.err!r}")
    (home.path("work") / "tones.wav").unlink()
    told = home.run([tprun, "sounds", "start", "--audio=null:60"])
    found.want(told.out == "start       1.50 s  now it counts\n", f"sounds: {told.out!r} {told.err!r}")
    told = home.run([tprun, "tones.lua", "--quiet", "--now", "--voice=sim", "--audio=null:60"])
    found.want(told.status == 0 and told.err == "", f"a run with own sounds: {told.err!r}")
    make_sound(home.path("config") / "tprun" / "bell.wav", 10.5)
    for command in (["plan", "tones.lua"], ["sounds", "next", "--audio=null:60"]):
        told = home.run([tprun, *command])
        found.want(told.status == 2 and told.out == "" and told.err.startswith(f"{LINE}:2: the sound '")
                   and told.err.endswith("bell.wav: it is longer than 10 s\n"), f"{told.err!r}")
    configure(home, 'return { sounds = { strat = "bell.wav" } }')
    told = home.run([tprun, "plan", "tones.lua"])
    found.want(told.err == f"{LINE}:1: 'strat' is not a sound; did you mean 'start'?\n", f"{told.err!r}")


def check_chord(home, tprun, found):
    """A hold that fills, beside its breaths."""
    home.write("held.lua", 'routine { title = "Held" }\nhold { "The palm of your hand", side = "left", '
                           'seconds = 20, reps = 1 }')
    configure(home, 'return { hold_sound = "chord" }')
    told = home.run([tprun, "plan", "held.lua", "--json", "--voice=sim"])
    names = [(cue.get("name"), cue["seconds"]) for cue in json.loads(told.out)["cues"]]
    found.want(names.count(("chord", 20)) == 1 and ("inhale", 4) in names, f"a chord: {names}")
    configure(home, 'return { hold_sound = "breath" }')
    told = home.run([tprun, "plan", "held.lua", "--json", "--voice=sim"])
    found.want('"chord"' not in told.out, "a chord that was not asked for")


def check_wrong(home, tprun, found):
    for text, status, line in WRONG:
        configure(home, text)
        for command in (["hello", "--audio=null:60", "--quiet"], ["plan", "hello"]):
            told = home.run([tprun, *command])
            found.want(told.status == status and told.err == f"tprun: {line}\n" and told.out == "",
                       f"{text!r}: {told.status} {told.err!r}, not {line!r}")
    for command in ("help", "about", "list", "voices", "version", "plan --help"):
        told = home.run([tprun, *command.split()])
        found.want(told.status == 0 and told.err == "", f"{command}: {told.status} {told.err!r}")
    told = home.run([tprun, "plan", "--nope"])
    found.want("no option --nope" in told.err, f"the command line comes first: {told.err!r}")


def check_hostile(home, tprun, found):
    for name, status in LOOPS:
        configure(home, (HOSTILE / f"{name}.lua").read_text(encoding="utf-8"))
        told = home.run([tprun, "plan", "hello"])
        fits = told.status == status and told.err.startswith(LINE) and len(told.lines()) == 1
        found.want(fits and is_clean(told.err), f"{name}: {told.status} {told.err!r}")
        found.want(told.cpu < 3.5 and told.out == "", f"{name}: {told.cpu:.1f} s of a core, {told.out!r}")


def check_file(home, tprun, found):
    config = home.path("config") / "tprun" / "config.lua"
    config.unlink()
    found.want(home.run([tprun, "plan", "hello"]).status == 0, "a missing config is no mistake")
    config.mkdir()
    told = home.run([tprun, "plan", "hello"])
    found.want((told.status, told.err) == (2, f"{LINE}: it is not a regular file\n"),
               f"a folder: {told.status} {told.err!r}")
    config.rmdir()
    os.mkfifo(config)
    told = home.run([tprun, "plan", "hello"])
    found.want(told.status == 2, f"a pipe: {told.status} {told.err!r}")
    config.unlink()
    home.env.pop("XDG_CONFIG_HOME")
    below = home.path("home") / ".config" / "tprun"
    below.mkdir(parents=True)
    (below / "config.lua").write_text("return 5", encoding="utf-8")
    found.want(home.run([tprun, "plan", "hello"]).status == 2, "~/.config is not looked into")
    (below / "config.lua").unlink()
    home.env["XDG_CONFIG_HOME"] = str(home.path("config"))


def check_pedal(home, tprun):
    """A pedal that types b: pause, and go on; back is left to its arrow."""
    configure(home, 'return { keys = { pause = "b" }, voice = "sim", audio = "null" }')
    with Terminal(80, 24, **home.env) as terminal:
        (terminal.home / "two.lua").write_text(ROUTINE, encoding="utf-8")
        terminal.start(f"{tprun} two.lua --now")
        terminal.shows("b pause")
        terminal.shows("n next")
        terminal.type("n")
        terminal.shows("One")
        terminal.type("b")
        terminal.shows("Paused")
        terminal.shows("b goes on")
        terminal.type("b")
        terminal.lacks("Paused")
        terminal.type("n")
        terminal.shows("Another")
        terminal.type("Left")
        terminal.shows("One")
        terminal.type("?")
        terminal.shows("b         pause, or go on")
        terminal.shows("←         go back")
        terminal.type("?")
        terminal.type("q")
        terminal.shows("All right. Let go.")
        assert terminal.status() == 0


def check_plain_keys(home, tprun):
    """Keys with names, read without the screen."""
    configure(home, 'return { keys = { pause = "F5", next = "page-down", ready = "F14" },\n'
                    ' voice = "sim", audio = "null" }')
    with Terminal(80, 24, **home.env) as terminal:
        (terminal.home / "two.lua").write_text(ROUTINE, encoding="utf-8")
        terminal.start(f"{tprun} two.lua --now --quiet")
        terminal.shows("medical")
        terminal.type("?")
        terminal.shows("F5: pause, or go on")
        terminal.type("NPage")
        terminal.shows("One.")
        terminal.type("F5")
        terminal.shows("Pause: F5 goes on.")
        terminal.type("F5")
        terminal.wait_for(lambda: any(f"Voice: {said}" in terminal.screen() for said in GOING_ON), "going on")
        terminal.type("NPage")
        terminal.shows("Another.")
        terminal.type("NPage")
        terminal.shows("Press F14 when you are ready.")
        terminal.type("S-F2")
        terminal.shows("Answer: yes.")
        assert terminal.status() == 0


def main():
    tprun = os.path.abspath(sys.argv[1])
    found = Findings()
    with Home() as home:
        home.note_files()
        check_defaults(home, tprun, found)
        check_sounds(home, tprun, found)
        check_chord(home, tprun, found)
        check_wrong(home, tprun, found)
        check_hostile(home, tprun, found)
        check_file(home, tprun, found)
        try:
            check_pedal(home, tprun)
            check_plain_keys(home, tprun)
        except Missing as missing:
            print(missing)
    found.close(f"{len(WRONG)} mistakes, {len(LOOPS)} hostile configs, a pedal")


main()
