"""How loud a session is from moment to moment, by EBU R 128 (libebur128).

    track = Track(path)           # a WAV of 16 bits, or .f32: headless floats, stereo, 48 kHz
    track.moments[i]              # LUFS of the 100 ms from i × 100 ms on
    track.short[i]                # of the 3 s that end with them
    track.whole                   # of all, gated

Silence is −inf. Resolution 100 ms: for shorter things compare samples (tests/e2e/onsets.c).
"""
import array
import ctypes
import ctypes.util
import math
import pathlib
import wave

RATE, MOMENT = 48000, 4800  # frames
MODE_SHORT, MODE_WHOLE = 3, 5


class Missing(Exception):
    """libebur128 is not installed."""


def library():
    name = ctypes.util.find_library("ebur128")
    if not name:
        raise Missing("libebur128 is not installed")
    found = ctypes.CDLL(name)
    found.ebur128_init.restype = ctypes.c_void_p
    return found


def moments_of(path, skip):
    """The sound of a file from a frame on, in pieces of 100 ms, and the name of the function that takes
    them."""
    if pathlib.Path(path).suffix == ".wav":
        with wave.open(str(path)) as sound:
            assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE, 2, 2)
            sound.setpos(skip)
            while len(piece := sound.readframes(MOMENT)) == MOMENT * 4:
                yield piece, "ebur128_add_frames_short"
        return
    with open(path, "rb") as file:
        file.seek(skip * 8)
        while len(piece := file.read(MOMENT * 8)) == MOMENT * 8:
            yield piece, "ebur128_add_frames_float"


class Track:
    def __init__(self, path, skip=0):
        """Leaves out the first `skip` frames."""
        lib, answer = library(), ctypes.c_double()
        state = ctypes.c_void_p(lib.ebur128_init(2, ctypes.c_ulong(RATE), MODE_SHORT | MODE_WHOLE))
        self.moments, self.short = [], []

        def ask(name, *arguments):
            getattr(lib, name)(state, *arguments, ctypes.byref(answer))
            return answer.value

        for piece, take in moments_of(path, skip):
            getattr(lib, take)(state, piece, ctypes.c_size_t(MOMENT))
            self.moments.append(ask("ebur128_loudness_window", ctypes.c_ulong(100)))
            self.short.append(ask("ebur128_loudness_shortterm"))
        self.whole = ask("ebur128_loudness_global")
        lib.ebur128_destroy(ctypes.byref(state))


def first_sound(path):
    """The frame at which a file is first louder than −60 dBFS."""
    at = 0
    for piece, take in moments_of(path, 0):
        samples, full = (array.array("h", piece), 32768) if take.endswith("short") else (array.array("f", piece), 1)
        for i, sample in enumerate(samples):
            if abs(sample) > full / 1000:
                return at + i // 2
        at += MOMENT
    return at


def mean(levels):
    """Of the power, not of the figures."""
    power = sum(10 ** (level / 10) for level in levels) / len(levels)
    return 10 * math.log10(power) if power > 0 else -math.inf
