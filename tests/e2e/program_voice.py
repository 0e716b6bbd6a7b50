#!/usr/bin/env python3
"""program_voice.py TPRUN: the voice is a plugin, loaded for what nobody has said before and for nothing else.

With a warm cache no object of flite is opened, and with its manifest beside an object that is none whatever
is in the cache is spoken as ever; the rest is told in one line. And no plugin, a wrong manifest, a second plugin with a voice.
"""
import json
import pathlib
import re
import shutil
import sys

from program import Home, is_clean

HELLO = 'say "Hello there." wait(1) say "Bye."\n'
RUN = ["hello.lua", "--quiet", "--audio", "null:200"]
CANNOT = "tprun: the voice slt cannot speak: flite: "


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def finished(told, name, lines=0):
    check(told.status == 0, f"{name}: status {told.status}: {told.err!r}")
    check(len(told.lines()) == lines and is_clean(told.err), f"{name}: said {told.err!r}")
    return told


def plugin(folder, manifest, flite_object=b"no object at all"):
    """A plugin of its own in `folder`, which comes before the program's."""
    place = folder / manifest["id"]
    place.mkdir(parents=True)
    (place / "plugin.json").write_text(json.dumps(manifest), encoding="utf-8")
    (place / "flite.so").write_bytes(flite_object)
    return {"TPRUN_PLUGINS": str(folder)}


def warm_needs_no_object(home, tprun, broken):
    """Plan, session, recording and one sentence: the same with and without anything to load."""
    commands = [["plan", "hello.lua"], ["say", "Hello there.", "--audio", "null:60"],
                ["render", "hello.lua", "-o", "hello.wav", "--quiet"]]
    loaded = [finished(home.run([tprun, *command]), f"{command[0]} at first").out for command in commands]
    sound = (home.work / "hello.wav").read_bytes()
    finished(home.run([tprun, *RUN]), "a session at first")
    for command, out in zip(commands, loaded):
        told = finished(home.run([tprun, *command], env=broken), f"{command[0]} with a warm cache")
        check(told.out == out, f"{command[0]} is another with a warm cache: {told.out!r}")
    check((home.work / "hello.wav").read_bytes() == sound, "the recording is another with a warm cache")
    told = finished(home.run([tprun, *RUN], env=broken), "a session with a warm cache")
    check("cannot speak" not in told.out, told.out)


def opened(home, command, **environment):
    """The names of all shared objects that a command opens, as the loader tells them."""
    told = home.path("opened")
    finished(home.run(command, env={**home.env, "LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(told), **environment}),
             "a plan that is watched")
    texts = [file.read_text(errors="replace") for file in told.parent.glob(f"{told.name}.*")]
    for file in told.parent.glob(f"{told.name}.*"):
        file.unlink()
    return {name for text in texts for name in re.findall(r"file=(\S+)", text)}


def warm_opens_nothing(home, tprun):
    """No part of flite is looked at while all is in the cache."""
    of_flite = {name for name in opened(home, [tprun, "plan", "hello.lua"]) if "flite" in name}
    check(not of_flite, f"opened with a warm cache: {of_flite}")
    cold = opened(home, [tprun, "plan", "hello.lua"], XDG_CACHE_HOME=str(home.path("watched")))
    check(any(name.endswith("flite.so") for name in cold), f"opened without a cache: {cold}")


def kept_as_before(home, version):
    """What the cache knows flite's voices by does not change: it would all be spoken anew."""
    kept = {file.read_bytes()[8:32].rstrip(b"\0") for file in home.path("cache").rglob("*.voice")}
    check(kept == {f"slt {version}".encode()}, f"the cache knows the voice as {kept}")


def cold_says_so_once(home, tprun, broken):
    cold = {**broken, "XDG_CACHE_HOME": str(home.path("cold"))}
    told = finished(home.run([tprun, *RUN], env=cold), "a session that cannot speak")
    check(told.out.count("cannot speak") == 1 and "Hello there." in told.out, told.out)
    check("what it has not said before is only shown" in told.out, told.out)
    told = finished(home.run([tprun, "plan", "hello.lua"], env=cold), "a plan that cannot speak", lines=1)
    check(told.err.startswith(CANNOT) and told.err.endswith("how long sentences take is guessed\n"), told.err)
    finished(home.run([tprun, "check", "hello.lua"], env=cold), "a check that cannot speak", lines=1)
    for command in (["say", "Hello."], ["render", "hello.lua", "-o", "cold.wav"]):
        told = home.run([tprun, *command], env=cold)
        check(told.status == 4 and told.err.startswith(CANNOT) and len(told.lines()) == 1, told.err)
    check(not list(home.work.glob("cold.*")), "a recording without words was kept")


def without_any_plugin(home, tprun):
    """A program that was copied away from the rest of it."""
    alone = home.path("bin") / "alone" / "tprun"
    alone.parent.mkdir()
    shutil.copy(tprun, alone)
    for command in (["plan", "hello.lua"], ["say", "Hello."]):
        told = home.run([alone, *command])
        check(told.status == 4 and len(told.lines()) == 1, f"{told.status} {told.err}")
        check("no plugin that brings a voice was found" in told.err, told.err)
    finished(home.run([alone, "plan", "hello.lua", "--voice", "sim"]), "sim alone")
    check(home.run([alone, "voices"]).out.split()[0] == "sim", "voices without a plugin")


def several_plugins(home, tprun, manifest):
    """The first that has a voice speaks; a manifest that is wrong harms nobody, and is told when asked for."""
    env = {**home.env, **plugin(home.path("more"), {**manifest, "id": "other", "voices": ["amy", "slt"]})}
    told = finished(home.run([tprun, "voices"], env=env), "voices")
    check([line.split()[0] for line in told.out.splitlines()] == ["amy", "slt", "rms", "awb", "kal", "sim"],
          told.out)
    told = home.run([tprun, "say", "Hello.", "--voice", "amy"], env=env)
    check(told.status == 4 and told.err.startswith("tprun: the voice amy cannot speak: other: "), told.err)
    wrong = home.path("more") / "wrong"
    wrong.mkdir()
    (wrong / "plugin.json").write_text('{ "id": "wrong",', encoding="utf-8")
    told = home.run([tprun, "say", "Hello.", "--voice", "ann"], env=env)
    check(told.status == 2 and len(told.lines()) == 1, told.err)
    check("no voice is called ann; there are amy, slt, rms, awb, kal and sim (" in told.err, told.err)
    check("wrong/plugin.json" in told.err, told.err)


def ones_own_place(home, tprun, manifest):
    """Below $XDG_DATA_HOME, which is a whole path: nothing is run from wherever one stands."""
    plugin(home.work / "mine" / "tprun" / "plugins", {**manifest, "id": "mine", "voices": ["nia"]})
    for place, found in ((home.work / "mine", True), ("mine", False)):
        told = finished(home.run([tprun, "voices"], env={**home.env, "XDG_DATA_HOME": str(place)}), "voices")
        check(("nia" in told.out) == found, f"XDG_DATA_HOME={place}: {told.out}")


# A voice of one's own: a tone of half a second for anything, louder for one whose name is Eve.
TONE = """#!/usr/bin/env python3
import json, math, os, struct, sys, wave
open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "starts"), "a").write("x")
for line in sys.stdin:
    asked = json.loads(line)
    if asked["method"] == "initialize":
        result = {"protocol": 1, "id": "tones", "version": "3", "kinds": ["voice"]}
    else:
        path, loud = os.path.join(asked["params"]["folder"], "tone.wav"), asked["params"]["voice"] == "eve"
        with wave.open(path, "wb") as out:
            out.setnchannels(1), out.setsampwidth(2), out.setframerate(24000)
            out.writeframes(b"".join(struct.pack("<h", int((1 + loud) * 8000 * math.sin(i / 9)))
                                     for i in range(12000)))
        result = {"wav": path}
    print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}), flush=True)
"""


def a_program_speaks(home, tprun):
    """A plugin that is a program of its own is a voice too, and is not started for what it said before."""
    manifest = {"id": "tones", "name": "Tones", "version": "3", "kinds": ["voice"], "command": ["./tones.py"],
                "voices": ["ann", "eve"]}
    place = home.path("tones") / "tones"
    env = {**home.env, **plugin(home.path("tones"), manifest)}
    (place / "tones.py").write_text(TONE, encoding="utf-8")
    (place / "tones.py").chmod(0o700)
    say = [tprun, "say", "Hello there. Let go.", "--audio", "null:60", "--voice"]
    first, again = (finished(home.run([*say, "ann"], env=env), "a voice of one's own").out for _ in range(2))
    check(first == again and 1.3 < float(first.split()[0]) < 1.6, f"{first!r}, then {again!r}")
    check((place / "starts").read_text() == "x", "it was started for what is in the cache")
    finished(home.run([*say, "eve"], env=env), "its other voice")
    check((place / "starts").read_text() == "xx", "its other voice was taken for the first")


def main():
    tprun = pathlib.Path(sys.argv[1]).resolve()
    manifest = json.loads((tprun.parent / "plugins/flite/plugin.json").read_text(encoding="utf-8"))
    with Home() as home:
        home.write("hello.lua", HELLO)
        broken = {**home.env, **plugin(home.path("broken"), manifest)}
        warm_needs_no_object(home, tprun, broken)
        warm_opens_nothing(home, tprun)
        kept_as_before(home, manifest["version"])
        cold_says_so_once(home, tprun, broken)
        without_any_plugin(home, tprun)
        several_plugins(home, tprun, manifest)
        ones_own_place(home, tprun, manifest)
        a_program_speaks(home, tprun)


main()
