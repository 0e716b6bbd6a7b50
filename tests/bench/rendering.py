"""How fast a session becomes a sound file, beside programs that do the same or a part of it.

    tests/bench/run render [TPRUN]

The session is made here: 20 minutes, 150 sentences as long as a routine's, 600 tones. Every program runs
ROUNDS times, in turn, into a new file on the same disk; what was written before is on the disk by then. A
figure is the median; CPU is of all its threads and children. The peak of memory can be read no lower than
this script's own, some 20 MiB.
"""
import json
import os
import shutil
import statistics
import wave

import peers

ROUNDS = 5
HOURS = 8
PACKAGES = {"sox": "sox", "csound": "csound", "flac": "flac", "flite": "flite"}

ACTS = ("Lift", "Lower", "Feel", "Soften", "Turn", "Follow", "Rest", "Ease", "Notice", "Move")
PARTS = ("your jaw", "your left shoulder", "your right shoulder", "the back of your neck", "both hands",
         "your chin a little", "your elbows slowly", "one foot, then the other", "your tongue",
         "your forehead", "the small of your back", "your breath", "your left hand, softly",
         "your right hand, softly", "your knees")
TONES = ("next", "inhale", "exhale", "start", "halfway", "end", "tick", "ask")


def routine(minutes):
    """A sentence and four tones each eight seconds; every sentence is another one in the first twenty
    minutes. Without a title, which a recording says and a plan does not."""
    sentences = [f'"{act} {part}."' for part in PARTS for act in ACTS]
    return f"""local tones = {{ {", ".join(f'"{tone}"' for tone in TONES)} }}
local sentences = {{ {", ".join(sentences)} }}
for i = 0, {minutes * 60 // 8 - 1} do
  say {{ sentences[i % #sentences + 1], wait = false }}
  for j = 0, 3 do
    tone(tones[(4 * i + j) % #tones + 1])
    wait(2)
  end
end
"""


class Contender:
    """A program, what it writes, and how long it took each time."""

    def __init__(self, name, command, out, needs=(), **environment):
        self.name, self.command, self.out, self.environment = name, command, out, environment
        self.missing = [tool for tool in needs if not shutil.which(tool)]
        self.told = []

    def run(self, home):
        if self.missing:
            return
        self.out.unlink(missing_ok=True)
        if cache := self.environment.get("XDG_CACHE_HOME"):
            shutil.rmtree(cache, ignore_errors=True)
        os.sync()
        told = home.run(self.command, limit=600, env={**home.env, **self.environment})
        assert told.status == 0, f"{self.name}: {told.err}"
        self.told.append(told)

    def seconds(self):
        return statistics.median(told.seconds for told in self.told)

    def line(self):
        if self.missing:
            packages = " ".join(PACKAGES[tool] for tool in self.missing)
            return f"{self.name:<44} not installed: apt install {packages}"
        walls = [told.seconds for told in self.told]
        cpu = statistics.median(told.cpu for told in self.told)
        peak = max(told.kib for told in self.told) / 1024
        return (f"{self.name:<44} {self.seconds():>6.2f} s  {min(walls):>5.2f} – {max(walls):<6.2f} {cpu:>6.2f} s "
                f"{peak:>5.0f} MiB")


def cut_sentences(home, tprun, plan, folder):
    """Each sentence as a file, out of a session that says nothing else."""
    folder.mkdir()
    texts = {number: cue["text"] for cue, number in peers.sentences(plan)}
    home.write("said.lua", "".join(f"say {json.dumps(text)} wait(1)\n" for text in texts.values()))
    said = json.loads(home.run([tprun, "plan", "said.lua", "--json"], limit=60).out)
    told = home.run([tprun, "render", "said.lua", "-o", "said.wav"], limit=60)
    assert told.status == 0, told.err
    places = {cue["text"]: cue for cue in said["cues"] if cue["type"] == "voice"}
    with wave.open(str(home.work / "said.wav")) as sound:
        for number, text in texts.items():
            sound.setpos(round(places[text]["at"] * sound.getframerate()))
            frames = sound.readframes(round(places[text]["seconds"] * sound.getframerate()))
            with wave.open(str(folder / f"{number}.wav"), "wb") as out:
                out.setparams((1, 2, sound.getframerate(), 0, "NONE", None))
                out.writeframes(b"".join(frames[i:i + 2] for i in range(0, len(frames), 4)))


def prepare(home, tprun):
    """The routine, its plan, its sound, and what the others need."""
    home.write("session.lua", routine(20))
    home.write("day.lua", routine(60 * HOURS))
    plan = json.loads(home.run([tprun, "plan", "session.lua", "--json"], limit=120).out)
    told = home.run([tprun, "render", "session.lua", "-o", "in.wav"], limit=120)
    assert told.status == 0, told.err
    cut_sentences(home, tprun, plan, home.work / "cut")
    (home.work / "spoken").mkdir()
    home.write("warm.csd", peers.csd(plan, "cut", "csound.wav"))
    home.write("cold.csd", peers.csd(plan, "spoken", "csound-cold.wav"))
    home.write("cold.sh", peers.flite_loop(plan, "spoken") + "csound cold.csd\n")
    return plan


def contenders(home, tprun):
    work, cold = home.work, str(home.path("cold"))
    return {
        "wav": Contender("tprun, wav, voices cached", [tprun, "render", "session.lua", "-o", "out.wav"],
                         work / "out.wav"),
        "sox": Contender("sox in.wav out.wav", ["sox", "in.wav", "sox.wav"], work / "sox.wav", ["sox"]),
        "csound": Contender("csound, same cues, sentences as files", ["csound", "warm.csd"],
                            work / "csound.wav", ["csound"]),
        "flac": Contender("tprun, flac, voices cached", [tprun, "render", "session.lua", "-o", "out.flac"],
                          work / "out.flac"),
        "reference": Contender("flac in.wav", ["flac", "-s", "in.wav", "-o", "flac.flac"], work / "flac.flac",
                               ["flac"]),
        "cold": Contender("tprun, wav, no voice cached", [tprun, "render", "session.lua", "-o", "cold.wav"],
                          work / "cold.wav", XDG_CACHE_HOME=cold),
        "loop": Contender("flite for each sentence, then csound", ["sh", "cold.sh"], work / "csound-cold.wav",
                          ["flite", "csound"]),
    }


def compare(name, one, other, bar, at_least):
    """How many times as long as the other one, or how many times faster, beside its bar."""
    if one.missing or other.missing:
        return
    ratio = other.seconds() / one.seconds() if at_least else one.seconds() / other.seconds()
    over = ratio < bar if at_least else ratio > bar
    print(f"{name:<44} {ratio:>6.2f} ×  {'at least' if at_least else 'at most'} {bar:<10} {'over' if over else 'ok'}")


def run(home, tprun):
    plan = prepare(home, tprun)
    voices = sum(cue["type"] == "voice" for cue in plan["cues"])
    print(f"{plan['seconds'] / 60:.0f} minutes, {voices} sentences, {len(plan['cues']) - voices} tones; "
          f"{ROUNDS} rounds, on {os.cpu_count()} cores with a load of {os.getloadavg()[0]:.1f}\n")
    print(f"{'':<44} {'median':>8}  {'spread':<14} {'CPU':>8} {'peak':>8}", flush=True)
    each = contenders(home, tprun)
    for _ in range(ROUNDS):
        for contender in each.values():
            contender.run(home)
    for contender in each.values():
        print(contender.line(), flush=True)
    day = Contender(f"tprun, flac, {HOURS} hours of the same", [tprun, "render", "day.lua", "-o", "day.flac"],
                    home.work / "day.flac")
    day.run(home)
    print(day.line() + "\n", flush=True)
    compare("wav: times as long as sox", each["wav"], each["sox"], 1.0, False)
    compare("wav: times faster than csound", each["wav"], each["csound"], 2.5, True)
    compare("flac: times as long as flac", each["flac"], each["reference"], 1.2, False)
    compare("no voice cached: times faster than flite", each["cold"], each["loop"], 3, True)
    peak = max(told.kib for contender in (*each.values(), day) if contender.name.startswith("tprun")
               for told in contender.told) / 1024
    print(f"{'highest peak of memory':<44} {peak:>6.0f} MiB at most {64:<8} {'over' if peak > 64 else 'ok'}")
