#!/usr/bin/env python3
"""program_options.py TPRUN: the command line, word by word.

What is right does what the help says; what is wrong gets one line that names the nearest right thing,
exit status 2 and nothing else: neither a sound nor a file.
"""
import json
import shlex
import sys

from program import Findings, Home, ROUTINES

RATE = "--rate must be 0.5–2, got"
AUDIO = "--audio must be part of a device's name, null or null:N, got"
VOLUME = "--volume must be voice=DB,tone=DB with −40…12, got"
SEED = "--seed must be a whole number from 1 on, got"
POINTS = "names of points with commas, at most 16"
STEPS = "N or N-M with numbers of steps: see tprun plan"
OPTIONS = "plan takes.lua "


# Command line, exit status, line on stderr without its "tprun: ".
WRONG = [
    ("--quite takes.lua", 2, "there is no option --quite; did you mean --quiet?"),
    ("--vocie slt takes.lua", 2, "there is no option --vocie; did you mean --voice?"),
    ("--event=x takes.lua", 2, "there is no option --event; did you mean --events?"),
    ("takes.lua --nothing-like-it", 2, "there is no option --nothing-like-it; see tprun --help"),
    ("-q takes.lua", 2, "there is no option -q; see tprun --help"),
    ("'--\x1b[31m'", 2, "there is no option --\\x1B[31m; see tprun --help"),
    ("--help --zzz", 2, "there is no option --zzz; see tprun --help"),
    ("--mono=1 takes.lua", 2, "--mono takes no value"),
    ("--quiet= takes.lua", 2, "--quiet takes no value"),
    ("plan takes.lua --voice", 2, "--voice needs the name of a voice: see tprun voices"),
    ("plan takes.lua --voice=", 2, 'the name of a voice: see tprun voices, got ""'),
    ("plan takes.lua --voice bob", 2, "no voice is called bob; there are slt, rms, awb, kal and sim"),
    *((f"plan takes.lua --rate {value or repr('')}", 2, f'{RATE} "{value}"')
      for value in ("", "x", "nan", "inf", "0.49", "2.01", "1,5", "1x", "0x1", "-1")),
    *((f"takes.lua --audio {value or repr('')}", 2, f'{AUDIO} "{value}"')
      for value in ("", "null:", "null:x", "null:0", "null:-1", "null:1001", "null:60x")),
    *((f"takes.lua --latency {value}", 2, f'--latency must be 20–60, got "{value}"')
      for value in ("19", "61", "40.5", "ms")),
    *((f"takes.lua --volume {value}", 2, f'{VOLUME} "{value}"')
      for value in ("3", "voice", "voice=", "voice=13", "tone=-41", "voice=1,,tone=2", "bass=1", ",")),
    *((f"plan takes.lua --seed {value}", 2, f'{SEED} "{value}"') for value in ("0", "-3", "1.5", "x")),
    *((f"plan takes.lua --words {value or repr('')}", 2,
       f'--words must be full, normal, brief, tones or auto, got "{value}"')
      for value in ("short", "", "Full", "briefly")),
    *((f"plan takes.lua --pace {value}", 2, f'--pace must be 0.5–2, got "{value}"') for value in ("0.4", "2.1", "x")),
    *((f"plan takes.lua --speed {value}", 2, f'--speed must be 0.5–60, got "{value}"') for value in ("0.4", "61", "x")),
    *((f"plan takes.lua --minutes {value}", 2, f'--minutes must be 1–240, got "{value}"')
      for value in ("0", "0.9", "241", "six")),
    ("plan takes.lua --side both", 2, '--side must be left or right, got "both"'),
    *((f"plan takes.lua --skip {value}", 2, f'--skip must be {POINTS}, got "{value}"')
      for value in (",", "levator,", "a,,b", ",".join("abcdefghijklmnopq"))),
    *((f"takes.lua --step {value}", 2, f'--step must be {STEPS}, got "{value}"')
      for value in ("0", "x", "4-", "-4", "4-3", "1.5", "4-7-9", "100001")),
    *((f"{line} --watch", 2, "--watch is for a whole session: tprun --watch FILE")
      for line in ("play takes.lua --step 2", "takes.lua --step 2", "plan takes.lua", "check takes.lua", "")),
    ("takes.lua --plugin", 2, "--plugin needs ID or ID:key=value,… (at most 16): see tprun plugins"),
    ("takes.lua --plugin=", 2, '--plugin must be ID or ID:key=value,… (at most 16): see tprun plugins, got ""'),
    ("takes.lua " + "--plugin a " * 16 + "--plugin b", 2,
     '--plugin must be ID or ID:key=value,… (at most 16): see tprun plugins, got "b"'),
    ("takes.lua --require-sensor=1", 2, "--require-sensor takes no value"),
    ("--no-quiet takes.lua", 2, "there is no option --no-quiet; did you mean --quiet?"),
    ("--no-mono=1 takes.lua", 2, "there is no option --no-mono; did you mean --mono?"),
    ("--now=1 takes.lua", 2, "--now takes no value"),
    ("plan", 2, "plan needs a routine; tprun list shows all"),
    ("plan ''", 2, "plan needs a routine; tprun list shows all"),
    ("''", 2, "run needs a routine; tprun list shows all"),
    ("render takes.lua", 2, "render needs -o OUT"),
    ("render takes.lua -o", 2, "--output needs a file"),
    ("render takes.lua -o ''", 2, '--output must be a file, got ""'),
    ("render takes.lua -o out.txt", 2, "out.txt: the name must end in .wav, .flac, .ogg or .mp3"),
    ("say", 2, 'say needs a text: tprun say "Let go."'),
    ("say ' '", 2, 'say needs a text: tprun say "Let go."'),
    ("sounds opne", 2, "tone: 'opne' is not a sound; did you mean 'open'?"),
    ("plna takes.lua", 2, 'one thing at a time: "takes.lua" is too much; did you mean tprun plan?'),
    ("plan takes.lua other.lua", 2,
     'one thing at a time: "other.lua" is too much; a routine\'s options are NAME=VALUE'),
    ("rnu takes.lua", 2, 'one thing at a time: "takes.lua" is too much; did you mean tprun run?'),
    ("play", 2, "play needs a routine; tprun list shows all"),
    ("list neck", 2, 'list takes nothing, got "neck"'),
    ("about x=1", 2, 'about takes nothing, got "x=1"'),
    (OPTIONS + "sied=left", 2, "takes.lua: there is no option 'sied'; did you mean 'side'?"),
    (OPTIONS + "x=1", 2, "takes.lua: there is no option 'x'; this routine has deep, minutes, name, side"),
    (OPTIONS + "side=lfet", 2, "takes.lua: side must be left, right, got \"lfet\"; did you mean 'left'?"),
    (OPTIONS + "side=", 2, 'takes.lua: side must be left, right, got ""'),
    (OPTIONS + "minutes=soon", 2, 'takes.lua: minutes must be a number, got "soon"'),
    (OPTIONS + "minutes=1e999", 2, 'takes.lua: minutes must be a number, got "1e999"'),
    (OPTIONS + "deep=perhaps", 2, 'takes.lua: deep must be true, false, got "perhaps"'),
    ("plan shy.lua side=left", 2, "shy.lua: there is no option 'side'; this routine has none"),
    ("takes.lua side=up --quiet --audio null:60", 2, 'takes.lua: side must be left, right, got "up"'),
    ("-- --help", 1, "--help: there is no such routine; tprun list shows all"),
    ("plan -- takes.lua --voice", 2,
     'one thing at a time: "--voice" is too much; a routine\'s options are NAME=VALUE'),
    ("nekc", 1, "nekc: there is no such routine; did you mean 'neck'?"),
    ("plan list", 1, "list: there is no such routine; tprun list shows all"),
    ("render takes.lua -o /nowhere/out.wav", 4, "/nowhere/out.wav: No such file or directory"),
    *((f"{command} german.lua", 4,
       f"german.lua:1: routine: no voice here speaks German (de-AT); this version says English alone")
      for command in ("plan", "plan --voice sim", "render -o out.wav", "--quiet --audio null:60")),
    ("takes.lua --quiet --audio null:60 --events /nowhere/e", 4,
     "/nowhere/e cannot be opened: No such file or directory"),
    ("takes.lua --quiet --audio null:60 --commands /nowhere/c", 4,
     "/nowhere/c cannot be opened: No such file or directory"),
    ("takes.lua --quiet --audio null:60 --answers a.txt", 2,
     "--answers belongs to plan and render; in a session you answer yourself"),
    ("takes.lua --quiet --audio null:60 --events .", 4, ". cannot be opened: Is a directory"),
]

# Command line, what stands in the output.
RIGHT = [
    ("--help", "tprun: a calm voice guides you"),
    ("-h", "tprun: a calm voice guides you"),
    ("help", "tprun: a calm voice guides you"),
    ("", "tprun: a calm voice guides you"),
    ("plan --help", "tprun: a calm voice guides you"),
    ("--version", "tprun 0."),
    ("version", "tprun 0."),
    ("about", "It is not a medical device."),
    ("voices", "slt  (the usual one)"),
    ("list", "neck             Neck and shoulders"),
    ("plan takes.lua", "left 10 false Ann"),
    ("plan takes.lua side=right minutes=2.5 deep=true 'name=Bo B=1'", "right 2.5 true Bo B=1"),
    ("plan --seed=3 takes.lua --voice=sim --rate=0.8", "left 10 false Ann"),
    ("plan neck --words=brief --pace 0.5 --now --minutes 240 --side left --skip levator,suboccipital "
     "--skip upper_trap --step 4-7", "Neck and shoulders"),
    ("plan takes.lua --mono --no-mono --no-swap-sides", "left 10 false Ann"),
    ("plan -- takes.lua", "left 10 false Ann"),
    ("plan ./list.lua", "A file named like a command"),
    ("plan list.lua", "A file named like a command"),
    ("plan neck side=left", "Neck and shoulders"),
    ("run ./list.lua --audio null:60 --quiet --voice sim", "A file named like a command"),
    ("play ./list.lua --audio null:60 --quiet --voice sim", "A file named like a command"),
    ("./list.lua --audio null:60 --quiet --voice sim", "A file named like a command"),
]

TAKES = """routine { title = "Options", options = {
  side = { "left", "right" }, minutes = 10, deep = false, name = "Ann" } }
say(opt.side .. " " .. tostring(opt.minutes) .. " " .. tostring(opt.deep) .. " " .. opt.name)
"""


def check_wrong(home, tprun, found):
    for line, status, said in WRONG:
        told = home.run([tprun, *shlex.split(line)])
        got = told.err.removeprefix("tprun: ").rstrip("\n")
        fits = told.err.startswith("tprun: ") and told.err.count("\n") == 1 and got.endswith(said)
        found.want(fits, f"tprun {line}\n    should say {said}\n    said       {told.err!r}")
        found.want(told.status == status, f"tprun {line}: exit status {told.status}, not {status}")
        found.want(told.out == "", f"tprun {line}: on standard output: {told.out[:100]!r}")


def check_right(home, tprun, found):
    for line, said in RIGHT:
        told = home.run([tprun, *shlex.split(line)])
        found.want(told.status == 0 and told.err == "", f"tprun {line}: {told.status} {told.err!r}")
        found.want(said in told.out, f"tprun {line}: {said!r} is not in\n{told.out[:300]}")


def check_help_names_all(home, tprun, found):
    """Each option that the help names is one, and each key of a session."""
    text = home.run([tprun, "--help"]).out
    words = {word.strip("-.,|") for word in text.split() if word.startswith("--")}
    for word in sorted(words):
        told = home.run([tprun, "plan", "takes.lua", f"--{word}=\x01"])
        found.want("there is no option" not in told.err, f"the help names --{word}: {told.err!r}")
    found.want(len(words) > 9, f"the help names only {words}")


def check_list(home, tprun, found):
    """A routine of the person's own stands beside those of the program, and before one of its name."""
    own = home.path("data") / "tprun" / "routines"
    own.mkdir(parents=True)
    (own / "mine.lua").write_text('routine { title = "My own" } say "Mine."', encoding="utf-8")
    (own / "hello.lua").write_text('routine { title = "Another \x1b[31m hello" } say "Mine."', encoding="utf-8")
    home.env["TPRUN_ROUTINES"] = ""
    names = [line.split(None, 1) for line in home.run([tprun, "list"]).out.splitlines()]
    found.want(["mine", "My own"] in names, f"list: {names}")
    home.env["TPRUN_ROUTINES"] = f"{own}:{ROUTINES}"
    listed = home.run([tprun, "list"]).out
    names = [line.split(None, 1) for line in listed.splitlines()]
    found.want(["mine", "My own"] in names and ["neck", "Neck and shoulders"] in names, f"list: {names}")
    found.want("Another \\x1B[31m hello" in listed and "\x1b" not in listed, f"list: {listed!r}")
    title = json.loads(home.run([tprun, "plan", "mine", "--json"]).out)["title"]
    found.want(title == "My own", f"plan mine: {title}")


def main():
    tprun = sys.argv[1]
    found = Findings()
    with Home() as home:
        home.write("takes.lua", TAKES)
        home.write("shy.lua", 'pcall(function() routine { title = "Shy" } end)\nsay "Hello."\n')
        home.write("german.lua", 'pcall(function() routine { title = "Nacken", lang = "de-AT" } end)\nsay "Hallo."\n')
        home.write("list.lua", 'say "A file named like a command."\n')
        home.note_files()
        check_wrong(home, tprun, found)
        check_right(home, tprun, found)
        check_help_names_all(home, tprun, found)
        found.want(not home.strays(), f"left behind: {home.strays()}")
        check_list(home, tprun, found)
    found.close(f"{len(WRONG)} wrong and {len(RIGHT)} right command lines")


main()
