"""What a recogniser of speech hears of sentences that the program speaks: pocketsphinx with Debian's
model of American English, everything the same at every run.

    clips = spoken(home, tprun, ["Let go."])            # 48 kHz, one channel, from a rendered session
    heard = Listener().recognise([at_16k(clip) for clip in clips])

Never judges by itself: `tests/bench/wer.py` makes the table.
"""
import array
import ctypes
import ctypes.util
import json
import math
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import wave

import recording

RATE, HEARD_RATE = 48000, 16000
MODEL = pathlib.Path("/usr/share/pocketsphinx/model/en-us")
QUIET_S = 0.4  # before and after each sentence: the recogniser's own search for speech needs it


class Missing(Exception):
    """A tool of the recogniser is not installed."""


# ---- the sound ----

class Conversion(ctypes.Structure):  # SRC_DATA of samplerate.h
    _fields_ = [("data_in", ctypes.POINTER(ctypes.c_float)), ("data_out", ctypes.POINTER(ctypes.c_float)),
                ("input_frames", ctypes.c_long), ("output_frames", ctypes.c_long),
                ("input_frames_used", ctypes.c_long), ("output_frames_gen", ctypes.c_long),
                ("end_of_input", ctypes.c_int), ("src_ratio", ctypes.c_double)]


def at_16k(samples):
    """Floats at 48 kHz as floats at 16 kHz, with quiet around them."""
    quiet = array.array("f", bytes(4 * int(QUIET_S * RATE)))
    whole = quiet + samples + quiet
    source = (ctypes.c_float * len(whole)).from_buffer(whole)
    room = len(whole) // 3 + 64
    target = (ctypes.c_float * room)()
    library = ctypes.CDLL(ctypes.util.find_library("samplerate"))
    conversion = Conversion(source, target, len(whole), room, 0, 0, 1, HEARD_RATE / RATE)
    status = library.src_simple(ctypes.byref(conversion), 0, 1)
    assert status == 0, f"libsamplerate: {status}"
    return array.array("f", target[:conversion.output_frames_gen])


def with_noise(samples, decibels):
    """With pink noise that much below the loudness of the whole; the same noise every time."""
    power = sum(s * s for s in samples) / len(samples)
    chance, low, noise = random.Random(1), [0.0] * 3, []
    for _ in samples:
        white = chance.gauss(0, 1)
        low = [0.99765 * low[0] + 0.0990460 * white, 0.96300 * low[1] + 0.2965164 * white,
               0.57000 * low[2] + 1.0526913 * white]
        noise.append(sum(low) + 0.1848 * white)
    gain = math.sqrt(power / (sum(n * n for n in noise) / len(noise))) * 10 ** (-decibels / 20)
    return array.array("f", (s + gain * n for s, n in zip(samples, noise)))


def planned(home, tprun, *arguments):
    told = home.run([tprun, "plan", "--json", *arguments], limit=300)
    assert told.status == 0, told.err
    return json.loads(told.out)


def rendered(home, tprun, *arguments):
    """[(sentence, its sound, one channel)…] of a recording, as its text has them."""
    file = home.work / "session.wav"
    told = home.run([tprun, "render", *arguments, "-o", str(file)], limit=600)
    assert told.status == 0, told.err
    clips = []
    with wave.open(str(file)) as sound:
        assert sound.getframerate() == RATE and sound.getsampwidth() == 2
        for start, end, words in recording.Text(file.with_suffix(".vtt")).sentences:
            sound.setpos(start * RATE // 1000)
            both = array.array("h", sound.readframes((end - start) * RATE // 1000))
            clips.append((words, array.array("f", ((left + right) / 65536
                                                   for left, right in zip(both[0::2], both[1::2])))))
    file.unlink()
    return clips


def spoken(home, tprun, sentences, *options):
    """The sound of each sentence, alone."""
    texts = "".join(f"say({json.dumps(text, ensure_ascii=False)}) wait(1)\n" for text in sentences)
    said = rendered(home, tprun, home.write("sentences.lua", texts), *options)[:len(sentences)]
    assert [words for words, _ in said] == list(sentences), "each must be one sentence"
    return [clip for _, clip in said]


# ---- the recogniser ----

def plain(text):
    """The words of a text as the recogniser writes them."""
    return re.findall(r"[a-z']+", text.lower().replace("’", "'"))


def flat_model(words):
    """A language model in which each of these words may follow each other, as text in ARPA form."""
    each = -math.log10(len(words) + 1)
    lines = [f"{each:.4f} {word}" for word in ["</s>", *sorted(words)]]
    return "\n".join(["\\data\\", f"ngram 1={len(lines) + 1}", "", "\\1-grams:", "-99 <s>", *lines, "",
                      "\\end\\", ""])


class Listener:
    """With `words` it knows no others; without, the whole of Debian's language model."""

    def __init__(self, words=None):
        if not shutil.which("pocketsphinx_batch"):
            raise Missing("pocketsphinx is not installed")
        if not MODEL.is_dir():
            raise Missing("pocketsphinx-en-us is not installed")
        self.words = words

    def known(self):
        """Every word that the recogniser could ever write."""
        with open(MODEL / "cmudict-en-us.dict", encoding="utf-8") as file:
            return {line.split()[0] for line in file}

    def recognise(self, clips):
        """The words heard in each clip of 16 kHz."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            model = MODEL / "en-us.lm.bin"
            if self.words:
                model = folder / "session.lm"
                model.write_text(flat_model(set(self.words) & self.known()), encoding="utf-8")
            for number, clip in enumerate(clips):
                pcm = array.array("h", (max(-32768, min(32767, round(s * 32768))) for s in clip))
                (folder / f"{number}.raw").write_bytes(pcm.tobytes())
            (folder / "list").write_text("".join(f"{n}\n" for n in range(len(clips))), encoding="utf-8")
            subprocess.run(
                ["pocketsphinx_batch", "-adcin", "yes", "-cepdir", name, "-cepext", ".raw", "-ctl", folder / "list",
                 "-hyp", folder / "heard", "-hmm", MODEL / "en-us", "-dict", MODEL / "cmudict-en-us.dict",
                 "-lm", model, "-cmn", "batch", "-dither", "yes", "-seed", "1", "-logfn", "/dev/null"],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            lines = (folder / "heard").read_text(encoding="utf-8").splitlines()
        return [line.rpartition("(")[0].split() for line in lines]


def errors(said, heard):
    """How many words were missed, put in or taken for others; a word spelt in two is one word."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row = row, [i]
        for j, other in enumerate(heard, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (word != other))
            if j > 1 and heard[j - 2] + other == word:
                best = min(best, before[j - 2])
            row.append(best)
    return row[-1]
