#!/usr/bin/env python3
"""moved.py TPRUN: sound that goes to another device is paused, and does not blare there.

The stream is moved by hand; its device is taken away while there is another, to which the sound server
moves it; and, with no other, the stream is lost and found again, which is no move.
"""
import array
import json
import sys

import rig

RATE = 48000
SILENT = 1e-4     # −80 dBFS: dither is below
BLARES = 0.4      # seconds: what is on its way (40 ms), the news of it, and a busy machine
OTHER = ["module-null-sink", "sink_name=u", "rate=48000", "format=float32le",
         "sink_properties=device.description=Kitchen"]
WENT = "The sound went to Kitchen. It waits for you."
ROUTINE = "tone { hz = 440, seconds = 30 } wait(30)"


def loud_seconds(recording, first=0):
    """How long there was sound, from that frame on."""
    samples = array.array("f")
    with open(recording.path, "rb") as file:
        samples.fromfile(file, recording.frames() * 2)
    left, block = samples[2 * first::2], RATE // 100
    return sum(max(map(abs, left[i:i + block])) > SILENT for i in range(0, len(left), block)) / 100


class Session:
    def __init__(self, box, tprun, name):
        self.box, self.events = box, box.folder / f"{name}.events"
        routine = box.folder / "note.lua"
        routine.write_text(ROUTINE, encoding="utf-8")
        self.process = rig.subprocess.Popen(
            [tprun, routine, "--quiet", "--voice", "sim", "--now", "--events", self.events, "--commands", "-"],
            env=box.env, stdin=rig.subprocess.PIPE, stdout=rig.subprocess.PIPE, stderr=rig.subprocess.PIPE,
            preexec_fn=rig.die_with_parent)

    def all(self):
        text = self.events.read_text(encoding="utf-8") if self.events.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def methods(self):
        return [event["method"] for event in self.all()]

    def warnings(self):
        return [event["params"]["text"] for event in self.all() if event["method"] == "warning"]

    def await_event(self, method):
        rig.until(lambda: method in self.methods(), method)

    def await_sound(self, recording):
        beginning = recording.frames()
        rig.until(lambda: loud_seconds(recording, beginning) > 1, "a second of sound")

    def await_time(self):
        """Waits until time runs after the last pause."""
        rig.until(lambda: "progress" in self.methods()[::-1][:self.methods()[::-1].index("session.pause")],
                  "time that runs")

    def resume(self):
        self.process.stdin.write(b'{"jsonrpc":"2.0","method":"resume"}\n')
        self.process.stdin.flush()

    def end(self):
        self.process.terminate()
        out, err = self.process.communicate(timeout=rig.PATIENCE)
        assert err == b"", f"said {err!r}"
        return out.decode()


def is_quiet_there(session, other, first):
    """After the move: paused, told, silent; and it goes on when the person wants it to."""
    session.await_event("session.pause")
    other.wait_for(2 * RATE)
    seconds = loud_seconds(other, first)
    print(f"{seconds:.2f} s of sound in the other device")
    assert seconds < BLARES, "it blared"
    assert session.warnings() == [WENT], session.warnings()
    session.resume()
    session.await_time()
    assert f"Warning: {WENT}" in session.end()


def a_stream_is_moved(box, tprun):
    box.control("load-module", *OTHER)
    with box.record() as recording, box.record("u") as other:
        session = Session(box, tprun, "moved")
        session.await_sound(recording)
        stream, first = box.ask("list", "short", "sink-inputs").split()[0], other.frames()
        box.control("move-sink-input", stream, "u")
        is_quiet_there(session, other, first)


def a_device_goes_and_another_takes_over(box, tprun):
    with box.record() as recording, box.record("u") as other:
        box.control("set-default-sink", "t")
        session = Session(box, tprun, "rescued")
        session.await_sound(recording)
        first = other.frames()
        index = next(line.split()[0] for line in box.ask("list", "short", "modules").splitlines()
                     if "sink_name=t" in line)
        box.control("unload-module", index)
        is_quiet_there(session, other, first)
    box.remove_sink()
    box.put_sink()


def a_lost_device_that_is_back_has_not_moved(box, tprun):
    with box.record() as recording:
        session = Session(box, tprun, "lost")
        session.await_sound(recording)
        box.remove_sink()
        session.await_event("audio.lost")
        box.put_sink()
        session.await_event("audio.found")
    with box.record() as recording:
        recording.wait_for(RATE)
    out = session.end()
    assert "The sound went" not in out and not session.warnings(), out


def test(box, tprun):
    a_stream_is_moved(box, tprun)
    a_device_goes_and_another_takes_over(box, tprun)
    a_lost_device_that_is_back_has_not_moved(box, tprun)


rig.main(test)
