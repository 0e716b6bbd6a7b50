"""What `tprun render` wrote, read back: its text (WebVTT), tags and cue points.

    text = recording.Text(home.work / "out.vtt")     # text.chapters, text.sentences: [(start, end, words)…]
    tags, marks = recording.about(home.work / "out.wav")
    plan = recording.laid(plan, marks)               # the plan of a session, at the times of the recording
"""
import html
import re
import struct

TIMES = re.compile(r"(\d\d+):([0-5]\d):([0-5]\d)\.(\d\d\d) --> (\d\d+):([0-5]\d):([0-5]\d)\.(\d\d\d)((?: line:0)?)$")
RATE = 48000
MARKUP = re.compile(r"-->|[<>]|&(?!amp;|lt;|gt;)")


def milliseconds(hours, minutes, seconds, thousandths):
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


class Text:
    """A WebVTT file, as strictly as its specification wants it. Times are milliseconds."""

    def __init__(self, path):
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        assert blocks[0].startswith("WEBVTT ") and "\n" not in blocks[0] and "-->" not in blocks[0], blocks[0]
        assert blocks[1].startswith("NOTE ") and "-->" not in blocks[1], blocks[1]
        assert blocks[-1] == "", "the last block is not ended"
        self.title = html.unescape(blocks[0][len("WEBVTT "):])
        self.chapters, self.sentences = [], []
        for block in blocks[2:-1]:
            self.take(block.split("\n"))

    def take(self, lines):
        chapter = lines[0].startswith("step ")
        assert len(lines) == 2 + chapter, lines
        times = TIMES.fullmatch(lines[-2])
        assert times and bool(times[9]) == chapter and not MARKUP.search(lines[-1]) and lines[-1], lines
        start, end = milliseconds(*times.groups()[:4]), milliseconds(*times.groups()[4:8])
        kept = self.chapters + self.sentences
        assert start < end and all(start >= before for before, _, _ in kept[-1:]), lines
        (self.chapters if chapter else self.sentences).append((start, end, html.unescape(lines[-1])))

    def words(self):
        return [words for _, _, words in self.sentences]


def chunks(data):
    """{name: content} of a RIFF file."""
    assert data[:4] == b"RIFF" and data[8:12] == b"WAVE" and struct.unpack("<I", data[4:8])[0] == len(data) - 8
    found, at = {}, 12
    while at < len(data):
        name, size = data[at:at + 4], struct.unpack("<I", data[at + 4:at + 8])[0]
        found[name] = data[at + 8:at + 8 + size]
        at += 8 + size + size % 2
    return found


def about(path):
    """({tag: text}, [frame of each cue point]) of a WAV."""
    found = chunks(path.read_bytes())
    info, tags, marks = found[b"LIST"], {}, found[b"cue "]
    assert info[:4] == b"INFO"
    at = 4
    while at < len(info):
        size = struct.unpack("<I", info[at + 4:at + 8])[0]
        tags[info[at:at + 4].decode()] = info[at + 8:at + 8 + size].rstrip(b"\0").decode()
        at += 8 + size + size % 2
    count = struct.unpack("<I", marks[:4])[0]
    points = [struct.unpack("<II4sIII", marks[4 + 24 * i:28 + 24 * i]) for i in range(count)]
    assert [point[0] for point in points] == list(range(1, count + 1)) and all(p[2] == b"data" for p in points)
    return tags, [point[5] for point in points]


def laid(plan, marks):
    """A plan of a session with each step, and what is heard in it, moved to where the recording has it. Of
    what the two say differently (the two rules, the title) the times are as in the session."""
    marked, moved = [step for step in plan["steps"] if step["length"] > 0], {}
    for step, mark in zip(marked, marks, strict=True):
        moved[step["n"]] = mark / RATE - step["start"]
    for step in reversed(plan["steps"]):  # one that takes no time begins with the next
        moved.setdefault(step["n"], moved.get(step["n"] + 1))
    steps = [{**step, "start": step["start"] + moved[step["n"]]} for step in plan["steps"]]
    cues = [{**cue, "at": cue["at"] + moved[cue["step"]]} for cue in plan["cues"]]
    return {**plan, "steps": steps, "cues": cues, "seconds": steps[-1]["start"] + steps[-1]["length"]}
