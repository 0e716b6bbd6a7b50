#!/usr/bin/env python3
"""program_signals.py TPRUN: what ends or stops the program from outside.

SIGINT and SIGTERM in the middle of a loud note: the recorded sound falls to silence over 250 ms without
a click, and the program is gone within a second. SIGHUP ends it too, but under nohup. A session that was
stopped for seconds is paused, and says so; told to go on it does where it was, and nothing comes in a
burst. A render that is interrupted leaves nothing behind.
"""
import array
import json
import signal
import sys
import time

import rig
from program import Home, SANITIZED, until

RATE = 48000
NOTE_HZ = 440
TRIES = 3  # a device that ran dry clicks by itself
FADE, BLOCK = RATE // 4, RATE // 40
SILENT = 1e-4  # −80 dBFS: dither is below
STOPPED_S = 4   # the watchdog's patience is 2 s
BEAT_S = 0.25


def left_channel(recording):
    samples = array.array("f")
    with open(recording.path, "rb") as file:
        samples.fromfile(file, recording.frames() * 2)
    return samples[0::2]


def steepest(samples):
    return max(abs(b - a) for a, b in zip(samples, samples[1:]))


def not_a_fade(sound):
    """What is wrong with the end of a steady note: as loud as before, ever softer, then silence."""
    last = max(i for i, sample in enumerate(sound) if abs(sample) > SILENT)
    steady = sound[last - 4 * FADE:last - 3 * FADE]
    level, step = max(steady), steepest(steady)
    blocks = [sound[last - FADE + i:last - FADE + i + BLOCK + 1] for i in range(0, FADE, BLOCK)]
    peaks = [max(map(abs, block)) / level for block in blocks]
    print(f"level {level:.3f}, then {' '.join(f'{peak:.2f}' for peak in peaks)}")
    if level < 0.02:
        return "the note was never loud"
    if any(later >= earlier for earlier, later in zip(peaks, peaks[1:])):
        return "the fade is not smooth"
    if peaks[0] < 0.8 or peaks[-1] > 0.2:
        return "not a fade of 250 ms"
    if steepest(sound[last - 2 * FADE:]) > 1.05 * step:
        return "a click"
    return "no silence after it" if len(sound) - last < RATE // 20 else None


def fades_out(box, tprun, routine, number):
    """Plays, sends the signal, and returns the sound."""
    with box.record() as recording:
        process = box.start([tprun, routine, "--quiet", "--voice", "sim"], stdout=rig.subprocess.PIPE,
                            stderr=rig.subprocess.PIPE)
        beginning = recording.frames()
        until(lambda: recording.frames() > beginning + 4 * RATE, "4 s of sound")
        began = time.monotonic()
        process.send_signal(number)
        status = process.wait(10)
        seconds = time.monotonic() - began
        recording.wait_for(RATE // 5)
        out, err = process.communicate()
    assert status == 128 + number, f"{number!r}: status {status}"
    assert seconds < (5 if SANITIZED else 1), f"{number!r}: gone after {seconds:.2f} s"
    assert err == b"" and b"stopped after" in out, f"{number!r}: {err!r}, {out!r}"
    return left_channel(recording)


def beats(events):
    """(session time, time of day in s) of every tone."""
    lines = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
    return [(line["params"]["at"], int(wall[0]) * 3600 + int(wall[1]) * 60 + float(wall[2][:-1]))
            for line in lines if line["method"] == "cue"
            for wall in [line["params"]["wall"][11:].split(":")]]


def lines_of(events):
    return [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]


def stop_and_go_on(*processes):
    """Stops them for longer than the watchdog's patience, and than what counts as having been away."""
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    time.sleep(STOPPED_S)
    for process in processes:
        process.send_signal(signal.SIGCONT)


def a_stop_is_a_pause(tprun):
    """Time stands until the person says so; then it goes on where it was. Where nobody could say
    so, it goes on after a while."""
    with Home() as home:
        home.write("beats.lua", f"for i = 1, 60 do tone 'tick' wait({BEAT_S}) end")
        events = home.work / "events"
        process = home.start([tprun, "beats.lua", "--quiet", "--audio", "null", "--voice", "sim", "--now",
                              "--events", "events", "--commands", "-"], stdout=rig.subprocess.DEVNULL,
                             stdin=rig.subprocess.PIPE)
        alone = home.start([tprun, "beats.lua", "--quiet", "--audio", "null", "--voice", "sim", "--now",
                            "--events", "alone"], stdout=rig.subprocess.DEVNULL,
                           env={**home.env, "XDG_STATE_HOME": str(home.path("other"))})
        until(lambda: events.exists() and len(beats(events)) > 3, "the first beats")
        until(lambda: len(beats(home.work / "alone")) > 3, "the first beats")
        stop_and_go_on(process, alone)
        until(lambda: "session.pause" in events.read_text(encoding="utf-8"), "the pause")
        before = len(beats(events))
        process.stdin.write(b'{"jsonrpc":"2.0","method":"resume"}\n')
        process.stdin.flush()
        until(lambda: len(beats(events)) > before + 6, "the beats after the stop")
        process.send_signal(signal.SIGHUP)
        assert process.wait(10) == 128 + signal.SIGHUP, f"status {process.returncode}"
        process.stdin.close()
        rows = beats(events)
        pauses = [line for line in lines_of(events) if line["method"] == "session.pause"]
        until(lambda: "session.resume" in (home.work / "alone").read_text(encoding="utf-8"), "its going on")
        methods = [line["method"] for line in lines_of(home.work / "alone")]
        alone.kill()
        alone.wait()
        assert methods.count("session.pause") == 1, f"alone: {methods}"
    assert len(pauses) == 1, f"paused {len(pauses)} times"
    gaps = [(b[0] - a[0], (b[1] - a[1]) % 86400) for a, b in zip(rows[1:], rows[2:])]
    assert all(abs(session - BEAT_S) < 1e-6 for session, _ in gaps), f"session times {gaps}"
    long = [day for _, day in gaps if day > 2]
    print(f"{len(rows)} beats, gaps of the day {min(d for _, d in gaps):.2f}…{max(d for _, d in gaps):.2f} s")
    assert len(long) == 1, f"gaps {gaps}"
    # The null driver gives at most 100 ms of what was missed, once.
    assert min(day for _, day in gaps) > BEAT_S - 0.15, f"a burst: {gaps}"


def a_hold_is_left_with_its_word(tprun):
    """A signal in a hold: good-bye first, as long as its sentence takes; a second one ends at once."""
    for times, most in ((1, 4), (2, 1)):
        with Home() as home:
            home.write("hold.lua", 'hold { "The palm", seconds = 60, ramp = 2 }')
            events = home.work / "events"
            process = home.start([tprun, "hold.lua", "--quiet", "--audio", "null:4", "--voice", "sim", "--now",
                                  "--events", "events"], stdout=rig.subprocess.DEVNULL)
            until(lambda: events.exists() and any(name == "start" for name in tones(events)), "the hold")
            began = time.monotonic()
            for _ in range(times):
                process.send_signal(signal.SIGINT)
                time.sleep(0.1)  # two signals at once are one
            assert process.wait(10) == 128 + signal.SIGINT, f"status {process.returncode}"
            seconds = time.monotonic() - began
        print(f"{times} signals in a hold: gone after {seconds:.2f} s")
        assert times == 2 or seconds > 0.3, "no time for the word"
        assert seconds < (most if not SANITIZED else most + 4), "too slow"


def tones(events):
    return [line["params"].get("name") for line in lines_of(events) if line["method"] == "cue"]


def a_stop_is_heard(box, tprun, routine):
    """The note does not go on; the sound of a pause is heard once, and then nothing."""
    with box.record() as recording:
        process = box.start([tprun, routine, "--quiet", "--voice", "sim", "--now"],
                            stdout=rig.subprocess.PIPE, stderr=rig.subprocess.PIPE)
        beginning = recording.frames()
        until(lambda: recording.frames() > beginning + 4 * RATE, "4 s of sound")
        stop_and_go_on(process)
        again = recording.frames()
        recording.wait_for(4 * RATE)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
    sound = left_channel(recording)[again:again + 4 * RATE]
    seconds = sum(max(map(abs, sound[i:i + BLOCK])) > SILENT for i in range(0, len(sound), BLOCK)) * BLOCK / RATE
    print(f"after the stop {seconds:.2f} s of sound")
    assert err == b"" and out.count(b"Paused.") == 1 and b"Sound is back" not in out, f"{err!r}, {out!r}"
    assert 0.3 < seconds < 2, "the sound of a pause was not heard alone"


def a_nohup_holds(tprun):
    """What was told to ignore SIGHUP does."""
    with Home() as home:
        home.write("short.lua", "say 'Hello.' wait(20)")
        process = home.start(["sh", "-c", 'trap "" HUP; exec "$0" short.lua --voice sim --audio null:20', tprun],
                             stdout=rig.subprocess.PIPE)
        until(lambda: b"Hello." in process.stdout.readline(), "the first sentence")
        process.send_signal(signal.SIGHUP)
        assert b"Finished." in process.communicate()[0] and process.returncode == 0, "SIGHUP was not ignored"


def half_a_file_is_taken_away(tprun):
    with Home() as home:
        home.write("long.lua", 'for i = 1, 500 do tone { hz = 440, seconds = 30 } wait(30) end')
        for number in (signal.SIGINT, signal.SIGTERM):
            process = home.start([tprun, "render", "long.lua", "-o", "out.wav", "--voice", "sim"])
            until(lambda: list(home.work.glob("out.*")), "the file")
            for _ in range(3):  # a sender may send it to the process and to its group
                process.send_signal(number)
            status = process.wait(10)
            assert status == 128 + number, f"render: status {status}"
            assert not list(home.work.glob("out.*")), "half a file is left"


def test(box, tprun):
    a_stop_is_a_pause(tprun)
    a_hold_is_left_with_its_word(tprun)
    a_nohup_holds(tprun)
    half_a_file_is_taken_away(tprun)
    routine = box.folder / "note.lua"
    routine.write_text(f"tone {{ hz = {NOTE_HZ}, seconds = 30 }} wait(30)", encoding="utf-8")
    a_stop_is_heard(box, tprun, routine)
    for number in (signal.SIGINT, signal.SIGTERM):
        for sound in (fades_out(box, tprun, routine, number) for _ in range(TRIES)):
            if not (problem := not_a_fade(sound)):
                break
            print(f"{number!r}: {problem}")
        else:
            sys.exit(f"{number!r}: no fade, {TRIES} times in a row")


rig.main(test)
