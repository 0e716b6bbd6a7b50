"""How soon a pressure is heard: from a sample to the block that is computed with it, and to the ear.

    tests/bench/run feel [TPRUN]

The first figure is the program's own: tprun_felt beside it (ninja tprun_felt) is the same program with a
look at its blocks. The second is heard at the null sink of a sound server: a sensor of its own process lets
go now and then, and the sound for "a little more" is looked for in the recording. The recorder's samples
are laid on the monotonic clock by the earliest that each was ever there. Two minutes in all.
"""
import array
import json
import math
import pathlib
import statistics
import subprocess
import threading
import time
import wave

import rig

RATE = 48000
FRAME_BYTES = 8
LATENCY_MS = 40           # the program's own output latency, unless told
ROOM_MS = 10
BLOCK_ROOM_MS = 2
DOWN = 8                  # sound is compared at 6 kHz
TEMPLATE_S, BEFORE_S, AFTER_S = 0.2, 0.03, 0.25
ALIKE = 0.5               # correlation from which on it is the sound
HERE = pathlib.Path(__file__).resolve().parent

HOLD = """routine {{ title = "Feel", position = "sitting" }}
hold {{ "upper_trap", side = "right", seconds = {seconds}, ramp = 15, reps = 1, check_in = "never",
       sensor = "pressure", band = {{ 18, 22 }} }}
"""
RISE = "time,value,fault\n0,0\n30,17.5\n"  # slowly, so that each sample changes the glide


def session(home, tprun, box, routine, *plugin):
    env = {**home.env, **{key: box.env[key] for key in ("HOME", "XDG_RUNTIME_DIR", "PULSE_SERVER")}}
    return home.start([tprun, routine, "--quiet", "--now", "--words", "tones", *plugin],
                      env={**env, "TPRUN_FELT": str(home.work / "felt.txt")}, stdout=subprocess.DEVNULL)


def end(process):
    process.terminate()
    process.wait(10)


def share(list_, part):
    return sorted(list_)[min(len(list_) - 1, int(len(list_) * part))]


# ---- to the block ----

def to_block(home, tprun, box, row):
    watched = pathlib.Path(tprun).with_name("tprun_felt")
    if not watched.exists():
        print(f"no {watched}: ninja tprun_felt makes it")
        return
    home.write("rise.csv", RISE)
    home.write("feel.lua", HOLD.format(seconds=30))
    with box.record():
        process = session(home, watched, box, "feel.lua",
                          "--plugin", "sim:file=rise.csv,start=hold,rate=200")
        time.sleep(35)
        end(process)
    pairs = [list(map(int, line.split())) for line in (home.work / "felt.txt").read_text().splitlines()]
    took, period = [pair[0] / 1e6 for pair in pairs], [pair[1] / 1e6 for pair in pairs]
    late = max(pair[0] - pair[1] for pair in pairs) / 1e6
    row("samples that changed the sound", f"{len(pairs)}")
    row("sample to block: median, 99 %, worst",
        f"{statistics.median(took):.2f}, {share(took, 0.99):.2f}, {max(took):.2f} ms")
    row("  the period of blocks: median, worst", f"{statistics.median(period):.2f}, {max(period):.2f} ms")
    row("  worst beyond the period that it fell into", f"{late:.2f} ms", f"{BLOCK_ROOM_MS} ms",
        late > BLOCK_ROOM_MS)


# ---- to the ear ----

class Clock:
    """When each sample of a recording was there: the earliest that was ever seen."""

    def __init__(self, recording):
        self.recording, self.zero_ns, self.over = recording, math.inf, False
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        frames = 0
        while not self.over:
            now = self.recording.frames()
            if now != frames:
                frames = now
                self.zero_ns = min(self.zero_ns, time.monotonic_ns() - frames * 1e9 / RATE)
            time.sleep(0.0005)

    def stop(self):
        self.over = True
        self.thread.join()

    def frame(self, ns):
        return round((ns - self.zero_ns) * RATE / 1e9)


def thin(samples):
    """At a lower rate: means of DOWN samples."""
    return [sum(samples[i:i + DOWN]) / DOWN for i in range(0, len(samples) - DOWN + 1, DOWN)]


def template(home, tprun):
    """How the sound begins."""
    home.write("below.lua", 'tone "below" wait(3)')
    plan = json.loads(home.run([tprun, "plan", "below.lua", "--json"]).out)
    at = next(cue["at"] for cue in plan["cues"] if cue.get("name") == "below")
    home.run([tprun, "render", "below.lua", "-o", str(home.work / "below.wav")])
    with wave.open(str(home.work / "below.wav")) as sound:
        sound.setpos(round(at * RATE))
        samples = array.array("h", sound.readframes(round(TEMPLATE_S * RATE)))
    return thin(samples[0::2])


def find(form, sound):
    """The place in `sound` at which it is most like `form`, and how much."""
    size = math.sqrt(sum(x * x for x in form))
    best, place = 0, 0
    for i in range(len(sound) - len(form)):
        piece = sound[i:i + len(form)]
        norm = math.sqrt(sum(x * x for x in piece)) * size
        alike = abs(sum(a * b for a, b in zip(form, piece))) / norm if norm else 0
        if alike > best:
            best, place = alike, i
    return place, best


def heard(recording, clock, form, moments):
    """Milliseconds from each moment to its sound."""
    sound = array.array("f")
    with open(recording.path, "rb") as file:
        sound.fromfile(file, recording.frames() * 2)
    left, took = sound[0::2], []
    for ns in moments:
        start = clock.frame(ns) - round(BEFORE_S * RATE)
        piece = thin(left[start:start + round((BEFORE_S + AFTER_S + TEMPLATE_S) * RATE)])
        place, alike = find(form, piece)
        if alike > ALIKE:
            took.append(place * DOWN * 1000 / RATE - BEFORE_S * 1000)
    return took


def to_ear(home, tprun, box, row):
    form, moments = template(home, tprun), home.work / "tapped.txt"
    home.write("feel.lua", HOLD.format(seconds=60))
    with box.record() as recording:
        clock = Clock(recording)
        process = session(home, tprun, box, "feel.lua", "--plugin", f"{HERE / 'tapped'}:record={moments}")
        time.sleep(75)
        end(process)
        clock.stop()
        took = heard(recording, clock, form, list(map(int, moments.read_text().split())))
    bar = LATENCY_MS + ROOM_MS
    row("sounds heard of a hand that let go", f"{len(took)}")
    row("sample to ear: median, worst", f"{statistics.median(took):.1f}, {max(took):.1f} ms",
        f"{bar} ms", max(took) > bar)


def run(home, tprun, row):
    with rig.Rig() as box:
        to_block(home, tprun, box, row)
        to_ear(home, tprun, box, row)
