#!/usr/bin/env python3
"""bench.py TPRUN: how fast and how light the program is, in figures beside what is asked of it.

Nothing here fails: a figure that matters to a person is held by a test. Sound goes to a rig of its own
(tests/e2e/rig.py), so the first sound is timed where it is heard. Run it on a quiet machine, with a
release build.
"""
import array
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
import rig

ROUTINES = pathlib.Path(__file__).parents[2] / "routines"
TIMES = 5
LISTENED_S = 20
MANY_STEPS = """for i = 1, 100000 do step { function() tone "tick" wait(0.5) end } end"""
QUIETEST = 1e-4  # the dither that keeps a device awake is far below


def seconds_of(box, command):
    begin = time.monotonic()
    done = box.run(command)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begin


def plans(box, tprun):
    neck = [tprun, "plan", str(ROUTINES / "neck.lua")]
    many = box.folder / "many.lua"
    many.write_text('routine { title = "Many" }\n' + MANY_STEPS, encoding="utf-8")
    cold = seconds_of(box, neck)
    yield "plan of neck, nothing cached", cold * 1000, "ms", None
    yield "plan of neck", min(seconds_of(box, neck) for _ in range(TIMES)) * 1000, "ms", 100
    yield "plan of 100 000 steps", seconds_of(box, [tprun, "plan", str(many)]), "s", 2


def first_sound_frame(path, begin):
    samples = array.array("f")
    samples.frombytes(path.read_bytes()[begin * rig.FRAME_BYTES:])
    loud = next(i for i, sample in enumerate(samples) if abs(sample) > QUIETEST)
    return loud // 2


def first_sound_ms(box, tprun):
    """From the start of the process to the first sound in the sink; the recorder lags by 20 ms."""
    with box.record() as recording:
        begin = recording.frames()
        process = box.start([tprun, str(ROUTINES / "hello.lua"), "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            recording.wait_for(2 * 48000)
        finally:
            process.terminate()
            process.wait()
        return first_sound_frame(recording.path, begin) / 48


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def live(box, tprun):
    with box.record() as recording:
        process = box.start([tprun, str(ROUTINES / "neck.lua"), "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            recording.wait_for(5 * 48000)
            begin, used = time.monotonic(), processor_seconds(process.pid)
            for _ in range(LISTENED_S):
                recording.wait_for(48000)
            share = (processor_seconds(process.pid) - used) / (time.monotonic() - begin)
            yield "live, share of one core", share * 100, "%", 3
            yield "live, most memory held", resident_mib(process.pid), "MiB", 48
        finally:
            process.terminate()
            process.wait()


def bench(box, tprun):
    box.env["XDG_CACHE_HOME"] = str(box.folder / "cache")
    tprun = str(pathlib.Path(tprun).resolve())
    figures = [("first sound, nothing cached", first_sound_ms(box, tprun), "ms", 600),
               ("first sound", min(first_sound_ms(box, tprun) for _ in range(3)), "ms", 300)]
    for figure in (*figures, *plans(box, tprun), *live(box, tprun)):
        name, value, unit, asked = figure
        print(f"{name:32}{value:10.1f} {unit:4}" + (f"  asked: under {asked}" if asked else ""))


rig.main(bench)
