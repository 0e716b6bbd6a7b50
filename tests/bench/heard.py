"""One whole session as it is heard, in figures: who speaks or sounds when, the longest gaps, how loud.

    tests/bench/run heard [TPRUN] [ROUTINE]

Two sources: the file that `render` writes, and a live session through PortAudio, ALSA and PulseAudio
into a null sink, recorded. What sounds when is told by the plan, laid by the file's cue points (rendered),
and by the events (live); gaps and loudness are measured in the sound. Takes as long as the session.
"""
import json
import math
import subprocess

import hearing
import loudness
import recording
import rig

HEARD_LUFS = -60  # the softest breath is 20 louder in its middle; the dither of a live stream 30 softer
MOMENT_S = 0.1


class Session:
    """A plan, and one source of its sound laid over it."""

    def __init__(self, plan, track):
        self.plan, self.track = plan, track

    def levels(self, start, end):
        """The moments between two times."""
        return self.track.moments[round(start / MOMENT_S):max(round(end / MOMENT_S), 0)]

    def longest_gap(self, spans):
        """(seconds, when) of the longest silence within one of these spans of time."""
        best = (0.0, 0.0)
        for start, end in spans:
            silent = 0
            for i, level in enumerate(self.levels(start, end) + [0]):
                if level < HEARD_LUFS:
                    silent += 1
                    continue
                best = max(best, (silent * MOMENT_S, start + (i - silent) * MOMENT_S))
                silent = 0
        return best

    def silent_s(self, start, end):
        return sum(level < HEARD_LUFS for level in self.levels(start, end)) * MOMENT_S

    def short(self, start, end):
        """(mean, most) of the loudness of 3 s, between two times."""
        levels = self.track.short[round(start / MOMENT_S):round(end / MOMENT_S)]
        return (loudness.mean(levels), max(levels)) if levels else (-math.inf, -math.inf)


def spans_of(plan, kinds=None):
    if kinds is None:
        return [(0, plan["seconds"])]
    return [(step["start"], step["start"] + step["length"]) for step in plan["steps"] if step["kind"] in kinds]


def taken(cues, start, end):
    """Seconds between two times in which one of these cues is on."""
    total, reached = 0.0, start
    for cue in sorted(cues, key=lambda cue: cue["at"]):
        begin, over = max(cue["at"], reached), min(cue["at"] + cue["seconds"], end)
        if over > begin:
            total, reached = total + over - begin, over
    return total


def words_in(cues, start, end):
    return sum(len(cue["text"].split()) for cue in cues if cue["type"] == "voice" and start <= cue["at"] < end)


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


# ---- the two sources ----

def rendered(home, tprun, routine, plan):
    file = home.work / "heard.wav"
    told = home.run([tprun, "render", routine, "-o", str(file)], limit=600)
    assert told.status == 0, told.err
    laid = recording.laid(plan, recording.about(file)[1])
    return Session(laid, loudness.Track(file)), loudness.first_sound(file)


def live(box, home, tprun, routine, plan, first):
    """The live session, laid so that its first sound is where that of the file is; and its cues."""
    env = {**home.env, **{key: box.env[key] for key in ("HOME", "XDG_RUNTIME_DIR", "PULSE_SERVER")}}
    events = home.work / "events.jsonl"
    with box.record() as captured:
        process = subprocess.Popen([tprun, routine, "--quiet", "--now", "--seed", "1", "--words", "full", "--events",
                                    str(events)], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   preexec_fn=rig.die_with_parent)
        assert process.wait(plan["seconds"] + 120) == 0, "the live session failed"
        captured.wait_for(hearing.RATE)
        track = loudness.Track(captured.path, loudness.first_sound(captured.path) - first)
    lines = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
    return Session(plan, track), [line["params"] for line in lines if line["method"] == "cue"], \
        [line["params"] for line in lines if line["method"] == "warning"]


# ---- the tables ----

def by_name(plan, sessions):
    cues, end = plan["cues"], plan["seconds"]
    words = words_in(cues, 0, end)
    spoken = [cue for cue in cues if cue["type"] == "voice"]
    yield f"| {plan['title']}, {clock(end)} | " + " | ".join(sessions) + " |"
    yield "|---|" + "---:|" * len(sessions)

    def line(name, figure):
        return f"| {name} | " + " | ".join(figure(session) for session in sessions.values()) + " |"

    def gap(kinds):
        return lambda session: "{:.1f} s at {}".format(
            (found := session.longest_gap(spans_of(plan, kinds)))[0], clock(found[1]))

    yield line("length of the sound", lambda s: clock(len(s.track.moments) * MOMENT_S))
    yield line("longest gap in holds", gap({"hold"}))
    yield line("longest gap anywhere", gap(None))
    yield line("silent in all", lambda s: f"{s.silent_s(0, end):.0f} s")
    yield line("loudness of the whole", lambda s: f"{s.track.whole:.1f} LUFS")
    yield line("loudest 3 s", lambda s: f"{max(s.track.short):.1f} LUFS")
    yield ""
    yield f"{len(spoken)} sentences, {words} words ({60 * words / end:.0f} a minute), {taken(spoken, 0, end):.0f} s " \
          f"of speech; {len(cues) - len(spoken)} sounds."


def by_minute(plan, sessions):
    cues = plan["cues"]
    kinds = {"voice": [cue for cue in cues if cue["type"] == "voice"],
             "tone": [cue for cue in cues if cue["type"] == "tone"]}
    yield "| minute | words | speech | sounds | " + " | ".join(
        f"silent, longest gap, {name} | LUFS mean, most, {name}" for name in sessions) + " |"
    yield "|---:|---:|---:|---:|" + "---:|---:|" * len(sessions)
    for minute in range(math.ceil(plan["seconds"] / 60)):
        start, end = 60 * minute, min(60 * minute + 60, plan["seconds"])
        row = [minute, words_in(cues, start, end)] + [f"{taken(kinds[kind], start, end):.0f} s" for kind in kinds]
        for session in sessions.values():
            average, most = session.short(start, end)
            row += [f"{session.silent_s(start, end):.0f} s, {session.longest_gap([(start, end)])[0]:.1f} s",
                    f"{average:.1f}, {most:.1f}"]
        yield "| " + " | ".join(map(str, row)) + " |"


def told(cue, start):
    what = f"“{cue['text']}”" if cue["type"] == "voice" else cue["name"]
    return f"{cue['at'] - start:.1f} {what} {cue['seconds']:.1f}"


def by_step(plan):
    yield "| from | step | who sounds: seconds into the step, what, for how long |"
    yield "|---:|---|---|"
    for step in plan["steps"]:
        cues = [cue for cue in plan["cues"] if cue["step"] == step["n"]]
        side = f", {step['side']}" if step["side"] else ""
        yield f"| {clock(step['start'])} | {step['kind']}{side} | {', '.join(told(c, step['start']) for c in cues)} |"


def compared(plan, sessions, cues, warnings):
    """How the live session differs from the plan and from the file."""
    wanted = [(cue["at"], cue.get("text") or cue["name"]) for cue in plan["cues"]]
    got = [(cue["at"], cue.get("text") or cue["name"]) for cue in cues]
    rendered_plan = sessions["rendered"].plan
    longer = round((rendered_plan["seconds"] - plan["seconds"]) / MOMENT_S)  # once the two rules are said
    same = [step["start"] for step, moved in zip(plan["steps"], rendered_plan["steps"])
            if abs(moved["start"] - step["start"] - longer * MOMENT_S) < MOMENT_S]
    first = round(same[0] / MOMENT_S)
    file = sessions["rendered"].track.moments[first + longer:]
    device = sessions["live"].track.moments[first:]
    heard = [i for i, level in enumerate(file[:len(device)]) if level > HEARD_LUFS]
    close = [i for i in heard if any(abs(file[i] - level) <= 3 for level in device[max(i - 1, 0):i + 2])]
    kept = set(close)
    apart = next((i for i in heard if i not in kept), None)
    later = last_sound(device) - last_sound(file)
    yield f"Live: {sum(cue in set(got) for cue in wanted)} of {len(wanted)} cues told at the time of the plan, " \
          f"{len(warnings)} warnings. Of {len(heard)} moments of 100 ms in which the file is heard, {len(close)} are " \
          f"as loud in the recording within 3 dB and 100 ms ({100 * len(close) / len(heard):.1f} %)."
    if apart is not None and later > 1.5 * MOMENT_S:
        yield f"Moved from {clock((first + apart) * MOMENT_S)} on, as by a device that ran dry; " \
              f"the last sound comes {later:.1f} s later."


def last_sound(moments):
    """Seconds to the end of the last moment in which something is heard."""
    return (1 + max(i for i, level in enumerate(moments) if level > HEARD_LUFS)) * MOMENT_S


def run(home, tprun, routine="neck"):
    plan = hearing.planned(home, tprun, routine)
    file, first = rendered(home, tprun, routine, plan)
    sessions, told_live = {"rendered": file}, None
    try:
        with rig.Rig() as box:
            sessions["live"], *told_live = live(box, home, tprun, routine, plan, first)
    except rig.Missing as missing:
        print(f"without a live session: {missing}\n")
    print("\n".join([*by_name(plan, sessions), "", *by_minute(plan, sessions), "", *by_step(plan)]))
    if told_live:
        print("\n" + "\n".join(compared(plan, sessions, *told_live)))
