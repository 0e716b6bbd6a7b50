#!/usr/bin/env python3
"""program_world.py TPRUN: a session in a world that fails it.

No sound card, a machine that may sleep, no home, folders and disks that cannot be written, a cache that
is shared or goes away, a routine that is deleted or changed under way, closed streams, a reader that
leaves, words in any script: the session goes on to its end, says in one line what is missing, and keeps
what it knew.
"""
import json
import os
import re
import resource
import shutil
import subprocess
import sys

from program import Home, is_clean, until

HELLO = 'say "Hello there." wait(1) remember("times", (recall "times" or 0) + 1) say "Bye."\n'
RUN = ["hello.lua", "--quiet", "--audio", "null:200"]
ANY_WORDS = """routine { title = "Ünïcödé – שלום 你好 🧘 a\\u{301}\\u{200B}\\u{202E}b\\27[31m\\7" }
say "Grüße! Ça va? 你好世界，放松。 שלום עולם 🙂"
say "\\u{202E}turned \\27]0;round"
say(("word "):rep(79))
step { title = ("a long title "):rep(30), seconds = 2 }
hold { text = "The “palm” – of your hand…", side = "left", seconds = 5, reps = 1 }
"""


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def finished(told, name, said=""):
    check(told.status == 0, f"{name}: status {told.status}: {told.err!r}")
    check("Finished." in told.out and is_clean(told.out), f"{name}: {told.out[-300:]!r}")
    check(told.err == said if isinstance(said, str) else said(told.err), f"{name}: said {told.err!r}")


def no_sound_card(home, tprun):
    home.write("short.lua", 'say "Hello there."')
    told = home.run([tprun, "short.lua", "--quiet"], limit=60)
    finished(told, "no sound card")
    lines = [line for line in told.out.splitlines() if "no sound card" in line]
    check(len(lines) == 1, f"no sound card is told {len(lines)} times")
    told = home.run([tprun, "say", "Hello."])
    check(told.status == 4 and told.err == "tprun: there is no sound card that can be opened\n", told.err)


def nobody_keeps_it_awake(home, tprun):
    """Said once, and not where no sound was asked for."""
    home.write("short.lua", 'say "Hello there." wait(3)')
    alone = {**home.env, "PATH": "/nowhere"}
    for audio, times in ([], 1), (["--audio", "null:60"], 0):
        told = home.run([tprun, "short.lua", "--quiet", *audio], limit=60, env=alone)
        finished(told, "nobody keeps it awake")
        lines = [line for line in told.out.splitlines() if "the machine may sleep" in line]
        check(len(lines) == times, f"{audio}: told {len(lines)} times: {told.out!r}")


def a_helper_keeps_it_awake(home, tprun):
    """As long as the session lasts, and not longer, also when it is killed."""
    helper, held = home.path("bin") / "systemd-inhibit", home.path("held")
    plain = helper.read_text(encoding="utf-8")
    helper.write_text(f'#!/bin/sh\necho "$*" > {held}\ncat\nrm {held}\n', encoding="utf-8")
    home.write("long.lua", 'wait(600)')
    process = home.start([tprun, "long.lua", "--quiet", "--voice", "sim"], stdout=subprocess.PIPE)
    until(held.exists, "the helper")
    process.kill()
    process.communicate()
    until(lambda: not held.exists(), "the helper's end")
    helper.write_text(plain, encoding="utf-8")


def no_home(home, tprun):
    names = ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    bare = {key: value for key, value in home.env.items() if key not in names}
    finished(home.run([tprun, *RUN], env=bare), "no home")
    relative = {**bare, "HOME": "here", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state"}
    finished(home.run([tprun, *RUN], env=relative), "a relative home")
    made = [name for name in ("here", "cache", "state") if (home.work / name).exists()]
    check(not made, f"a relative folder was made: {made}")


def nowhere_to_write(home, tprun):
    """Folders that are files: not even root can write there."""
    nowhere = {**home.env, "HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null/x", "XDG_STATE_HOME": "/dev/null/y"}
    finished(home.run([tprun, *RUN], env=nowhere), "nowhere to write",
             lambda said: said.count("\n") == 1 and "nothing will be remembered" in said)


def a_full_disk(home, tprun):
    """No file may grow beyond 100 bytes."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    full = {**home.env, "XDG_CACHE_HOME": str(home.path("full"))}
    # What is said goes through pipes: they have no size.
    process = home.start([tprun, *RUN], env=full, preexec_fn=limit, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    out, err = process.communicate(timeout=60)
    check(process.returncode == 4 and b"Finished." in out, f"full disk: {process.returncode} {err!r}")
    check(err.count(b"\n") == 1 and b"cannot be written" in err, f"full disk: said {err!r}")
    left = [path for path in home.path("full").rglob("*") if path.is_file()]
    check(not left, f"half a file stays in the cache: {left}")


def one_cache_for_two(home, tprun):
    """Two people begin with an empty cache and make the same sentences; then nothing is made anew."""
    shared = {**home.env, "XDG_CACHE_HOME": str(home.path("shared"))}
    both = [home.start([tprun, *RUN], env={**shared, "XDG_STATE_HOME": str(home.path(f"state{person}"))},
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE) for person in range(2)]
    for process in both:
        out, err = process.communicate(timeout=60)
        check(process.returncode == 0 and err == b"" and b"Finished." in out, f"two at once: {err!r}")
    files = {path: path.stat().st_mtime_ns for path in home.path("shared").rglob("*.voice")}
    finished(home.run([tprun, *RUN], env=shared), "the third")
    check(files and files.keys() <= {path for path in home.path("shared").rglob("*.voice")}, "files vanished")
    made = [path.name for path, time in files.items() if path.stat().st_mtime_ns != time]
    check(not made, f"made anew: {made}")


def a_cache_that_goes_away(home, tprun):
    """Removed while the session runs: what is not in memory is made again."""
    gone = {**home.env, "XDG_CACHE_HOME": str(home.path("gone"))}
    home.write("long.lua", "".join(f'say "This is sentence number {i}." wait(8)\n' for i in range(12)))
    process = home.start([tprun, "long.lua", "--quiet", "--audio", "null:20", "--events", "told"], env=gone,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told = home.work / "told"
    until(lambda: told.exists() and told.read_text(encoding="utf-8").count('"voice"') >= 2, "two sentences")
    shutil.rmtree(home.path("gone"), ignore_errors=True)
    (home.path("gone")).write_text("in the way")
    out, err = process.communicate(timeout=60)
    check(process.returncode == 0 and err == b"" and b"Finished." in out, f"cache gone: {err!r} {out!r}")
    check('"warning"' not in told.read_text(encoding="utf-8"), "a sentence was lost with the cache")


def a_routine_that_goes_away(home, tprun):
    """Deleted, or changed, while it runs: the session goes on as it began, and back leads back."""
    home.write("fleeting.lua", 'say "First." wait(2) say "Second." wait(2)')
    lines = [json.dumps({"jsonrpc": "2.0", "method": method}) + "\n" for method in ("repeat", "next")]
    process = home.start([tprun, "fleeting.lua", "--quiet", "--audio", "null:4", "--voice", "sim", "--commands", "-"],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    until(lambda: "Voice: First." in process.stdout.readline(), "the first sentence")
    home.write("fleeting.lua", "this is no routine any more")
    process.stdin.write(lines[0])
    process.stdin.flush()
    until(lambda: "Voice: First." in process.stdout.readline(), "the first sentence again")
    (home.work / "fleeting.lua").unlink()
    process.stdin.write(lines[0])
    process.stdin.flush()
    until(lambda: "Voice: Second." in process.stdout.readline(), "the second sentence")
    out, _ = process.communicate(timeout=60)
    check(process.returncode == 0 and "Finished." in out, f"status {process.returncode}: {out!r}")


def closed_streams(home, tprun):
    """No file takes the place of a standard stream that the caller closed."""
    script = '"$0" hello.lua --quiet --voice sim --audio null:20 --events told {}'
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        told = home.run(["sh", "-c", script.format(closed), tprun])
        check(told.status == 0, f"{closed}: status {told.status}: {told.err!r}")
        lines = (home.work / "told").read_text(encoding="utf-8").splitlines()
        check(json.loads(lines[-1])["method"] == "session.end" and all(map(json.loads, lines)), closed)


def a_reader_that_leaves(home, tprun):
    """The person who lies on the floor is guided on when a pager is closed."""
    process = home.start([tprun, *RUN, "--voice", "sim", "--events", "told"], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    check(process.wait(60) == 0, f"status {process.returncode}")
    check(process.stderr.read() == b"", "said something")
    process.stderr.close()
    check('"outcome":"finished"' in (home.work / "told").read_text(encoding="utf-8"), "not to the end")


def few_files(home, tprun):
    """With too few file descriptors it is one line, or it works."""
    for most in (9, 11, 12, 13, 14, 16, 20):
        def limit(most=most):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        told = home.run([tprun, *RUN, "--voice", "sim"], preexec_fn=limit)
        check(told.status in (0, 1, 4), f"{most} files: status {told.status}: {told.err!r}")
        check(told.err.count("\n") <= 2 and is_clean(told.err), f"{most} files: {told.err!r}")


def words_of_any_script(home, tprun):
    home.write("words.lua", ANY_WORDS)
    for locale in ("C.UTF-8", "C"):
        env = {**home.env, "LC_ALL": locale}
        finished(home.run([tprun, "words.lua", "--quiet", "--audio", "null:60"], env=env), f"words in {locale}")
        told = home.run([tprun, "plan", "words.lua", "--json"], env=env)
        plan = json.loads(told.out)
        check(told.status == 0 and plan["title"].startswith("Ünïcödé"), f"plan in {locale}: {told.err!r}")
        told = home.run([tprun, "plan", "words.lua"], env=env)
        check(is_clean(told.out) and "\u202e" not in told.out, f"plan in {locale}: {told.out!r}")


def what_is_known_afterwards(home, tprun):
    """Points and sounds count once a session, whether it came to its end or not; softer is kept."""
    home.write("press.lua", 'for i = 1, 2 do hold { "levator", side = "left", seconds = 5, rest = 1 } end\n'
               'hold { "upper_trap", side = "left", seconds = 5 } hydrate() wait(300)')
    told = home.path("state/tprun/familiar.json")
    told.unlink(missing_ok=True)
    for session in (1, 2):
        process = home.start([tprun, "press.lua", "--quiet", "--voice", "sim", "--audio", "null:60", "--events", "-",
                              "--commands", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        answers = {"hold": "softer"} if session == 1 else {}
        answers["hydrate"] = "stop"
        for line in process.stdout:
            event = json.loads(line)
            answer = answers.pop(event["params"].get("kind"), None) if event["method"] == "step.start" else None
            if answer:
                process.stdin.write(json.dumps({"jsonrpc": "2.0", "method": answer}) + "\n")
                process.stdin.flush()
        check(process.wait(60) == 0, f"status {process.returncode}")
        process.stdin.close()
        process.stdout.close()
        kept = json.loads(told.read_text(encoding="utf-8"))
        counts = {name: one["count"] for name, one in {**kept["points"], **kept["sounds"]}.items()}
        for name in ("levator", "upper_trap", "press", "start", "end"):
            check(counts[name] == session, f"{name} was counted {counts[name]} times in {session} sessions")
        check(kept["strength"] == {"levator": -1}, f"kept {kept['strength']}")
    plan = [home.run([tprun, "plan", "press.lua", "--voice", "sim", *more]).out for more in ([], ["--words", "auto"])]
    check("4/10" in plan[0] and "3/10" not in plan[0] and "3/10" in plan[1], "the plan of the next session")


def it_ends_on_time(home, tprun):
    """With a voice that has nothing in its cache, and without having waited long for it."""
    home.write("long.lua", """ask { "How sore is it?", kind = "number", assume = 3, default = 0 }
warm_up { "Roll both shoulders, slowly, backwards.", seconds = 10 }
for side in sides() do
  hold { "upper_trap", side = side, seconds = 15, reps = 3 }
  hold { "levator", side = side, seconds = 15, reps = 3 }
end
hydrate()
""")
    for minutes in (3.5, 4.5):
        env = {**home.env, "XDG_CACHE_HOME": str(home.path(f"cold{minutes}"))}
        told = home.run([tprun, "long.lua", "--minutes", minutes, "--quiet", "--audio", "null:60", "--events", "told"],
                        env=env, limit=60)
        finished(told, f"{minutes} minutes")
        events = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
        length = events[-1]["params"]["t"]
        check(events[-1]["method"] == "session.end", "the end")
        check(60 * minutes - 60 < length <= 60 * minutes, f"{minutes} minutes were {length} s")
        check("Shorter: " in told.out, told.out[:300])


def only_a_part(home, tprun):
    """The steps that --step names, with the numbers and at the times of the plan, by what came before."""
    home.write("part.lua", """local sore = ask { "How sore?", kind = "number", assume = 6, default = 2 }
for i = 1, 3 do hold { "levator", side = "left", seconds = 10, reps = 1 } end
say("You said " .. sore .. ".") remember("times", (recall "times" or 0) + 1)
print(past().count)
""")
    plan = json.loads(home.run([tprun, "plan", "part.lua", "--json"]).out)["steps"]
    numbers = {step["kind"]: step["n"] for step in plan}
    listed = home.run([tprun, "plan", "part.lua"]).out
    check(all(re.search(rf"^ +{n} +[0-9:]+  {kind} ", listed, re.MULTILINE) for kind, n in numbers.items()), listed)
    hold, say = numbers["hold"], numbers["say"]
    for words, first, last in ((f"{hold}", hold, hold), (f"2-{hold}", 2, hold), (f"{say}-99", say, len(plan))):
        told = home.run([tprun, "play", "part.lua", "--step", words, "--quiet", "--audio", "null:60", "--events",
                         "told"], limit=60)
        check(told.status == 0 and "stopped" not in told.out.lower(), f"--step {words}: {told.out[-200:]} {told.err}")
        events = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
        steps = [event["params"] for event in events if event["method"] == "step.start"]
        check([step["n"] for step in steps] == list(range(first, last + 1)), f"--step {words}: {steps}")
        check(steps[0]["t"] == plan[first - 1]["start"] and events[-1]["method"] == "session.end", f"--step {words}")
    check("Voice: You said 6." in told.out and told.err.split() == ["0"], f"not a session: {told.err}")
    told = home.run([tprun, "play", "part.lua", "--step", "70-80", "--quiet"])
    check((told.status, told.err) == (2, f"tprun: part: it has {len(plan)} steps, got --step 70\n"), told.err)


def at_another_speed(home, tprun):
    """As long as its plan says; and nothing of it is kept."""
    home.write("quick.lua", """hold { "The calf.", seconds = 30, reps = 1 }
remember("times", (recall "times" or 0) + 1) note { pain = 3 }
print(recall "times", past().count)
""")
    def kept():
        state = home.path("state")
        return {file: file.read_bytes() for file in [*state.rglob("*.json"), *state.rglob("ledger")]}
    home.run([tprun, "hello.lua", "--quiet", "--voice", "sim", "--audio", "null:60"])  # something is kept
    before, how = kept(), ["--speed", "20", "--seed", "1", "--words", "full"]
    plan = json.loads(home.run([tprun, "plan", "quick.lua", *how, "--json"]).out)
    for _ in range(2):
        told = home.run([tprun, "quick.lua", *how, "--quiet", "--audio", "null:60", "--events", "told"])
        check(told.status == 0, f"at another speed: status {told.status}")
        check(told.err.split() == ["1", "0"], f"something was kept: {told.err}")
        check(" time" not in told.out.splitlines()[-1], f"it counted: {told.out.splitlines()[-1]}")
        events = [json.loads(line) for line in (home.work / "told").read_text(encoding="utf-8").splitlines()]
        check(events[-1]["params"]["t"] == plan["seconds"] < 40, f"{events[-1]['params']['t']} s, not {plan['seconds']}")
    check(before == kept(), "something was kept")


def what_it_remembers(home, tprun):
    """Each of the sessions above that could, counted itself."""
    home.write("hello.lua", HELLO + "print(recall 'times')")
    told = home.run([tprun, "hello.lua", "--quiet", "--voice", "sim", "--audio", "null:60"])
    check(told.err.strip().isdigit() and int(told.err) > 5, f"remembered {told.err!r}")


def main():
    tprun = os.path.abspath(sys.argv[1])
    tests = [no_sound_card, nobody_keeps_it_awake, a_helper_keeps_it_awake, no_home, nowhere_to_write, a_full_disk, one_cache_for_two, a_cache_that_goes_away,
             a_routine_that_goes_away, closed_streams, a_reader_that_leaves, few_files, words_of_any_script,
             what_is_known_afterwards, it_ends_on_time, only_a_part, at_another_speed, what_it_remembers]
    with Home() as home:
        home.write("hello.lua", HELLO)
        for test in tests:
            test(home, tprun)
            print(f"ok {test.__name__}", flush=True)


main()
