#!/usr/bin/env python3
"""cues.py LIVE_CUES ONSETS: cues that are posted for frames are heard at these frames, to the sample.

A program plays 40 cues in 12 s through mixer, PortAudio, ALSA and PulseAudio. Their onsets in the
recording must differ from the frames they were posted for by one constant. A device that ran dry
says so and gives no figure: then again, three times at most.
"""
import rig

CUES, TRIES = 40, 3


def lines(text, kind):
    return [line.split()[1:] for line in text.splitlines() if line.startswith(kind + " ")]


def play(box, live_cues, tool):
    """Plays once: (offsets, underruns)."""
    reference = box.folder / "reference.f32"
    with box.record() as recording:
        told = box.run([live_cues, reference, str(CUES)])
        recording.wait_for(4800)
    assert told.returncode == 0, told.stderr
    assert told.stderr == "", f"on stderr: {told.stderr}"
    frames = [int(frame) for frame, in lines(told.stdout, "cue")]
    (_, underruns, late, cpu), = lines(told.stdout, "end")
    (first,), = lines(told.stdout, "first")
    assert late == "0", f"{late} cues came late"
    print(f"first frame pulled {first} ms after open, {int(cpu) / 10} % CPU, {underruns} underruns")
    return rig.onsets(tool, reference, recording.path, frames), int(underruns)


def test(box, live_cues, tool):
    for _ in range(TRIES):
        offsets, underruns = play(box, live_cues, tool)
        if underruns == 0:
            break
    heard = [offset for offset in offsets.values() if offset is not None]
    print(f"{len(heard)} of {CUES} cues heard, spread {max(heard) - min(heard)} samples")
    assert underruns == 0, f"{underruns} underruns, {TRIES} times in a row"
    assert len(offsets) == CUES and len(heard) == CUES, "cues are missing"
    assert max(heard) == min(heard), f"offsets {sorted(set(heard))}"


rig.main(test)
