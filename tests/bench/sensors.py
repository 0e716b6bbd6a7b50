"""What sixteen sensors of 1 kHz cost a live session, each way they can be plugged in.

    tests/bench/run sensors [TPRUN] [SECONDS]

A session of a tone each second, on the clock without a sound card, as long as told (60 s): alone, with the
sensors as a shared object, and with them as a program of their own, which says each reading in a line or many in
one. CPU is that of tprun alone, of one core. A device comes and goes ten times a second: each time is an event that
must not get lost; and every cue must be where it is without them.
"""
import datetime
import json
import os
import pathlib
import subprocess
import time

HERE = pathlib.Path(__file__).resolve()
BAR = 15  # % of one core
CHANGE_S = 0.05
ROUTINE = """routine {{ title = "Sixteen sensors", position = "sitting" }}
step {{ title = "Beats", seconds = {seconds}, function()
  for _ = 1, {seconds} do tone "tick"; wait(1) end
end }}
"""
WAYS = (("none", None), ("a shared object", "object"), ("a program, 50 readings a line", "batches"),
        ("a program, a reading a line", "lines"), ("a program, a write for each line", "writes"))


def build(home):
    """The two plugins, with nothing but the header."""
    folder = home.work / "bench"
    folder.mkdir(exist_ok=True)
    include = f"-I{HERE.parents[2] / 'plugins'}"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-fvisibility=hidden", include, "-o", folder / "bench.so",
                    HERE.parent / "sensors_object.c"], check=True)
    subprocess.run(["cc", "-O2", "-D_GNU_SOURCE", "-o", folder / "bench", HERE.parent / "sensors_child.c"],
                   check=True)
    return folder


def manifest(folder, way):
    what = {"object": "bench.so"} if way == "object" else {"command": ["./bench", way]}
    about = {"id": "bench", "name": "Bench", "version": "1", "kinds": ["sensor"], **what}
    (folder / "plugin.json").write_text(json.dumps(about), encoding="utf-8")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def live(home, tprun, folder, way, seconds):
    """The events of one session, and the processor time of its middle part as a share."""
    events = home.work / "events"
    command = [tprun, "beats.lua", "--now", "--quiet", "--audio", "null", "--events", events]
    if way:
        manifest(folder, way)
        command += ["--plugin", folder]
    with (home.work / "words").open("wb") as words:
        process = home.start(command, stdout=words, stderr=words)
        time.sleep(seconds * 0.1)
        began, before = time.monotonic(), cpu_seconds(process.pid)
        time.sleep(seconds * 0.8)
        share = (cpu_seconds(process.pid) - before) / (time.monotonic() - began)
        process.wait(seconds + 30)
    assert process.returncode == 0, (home.work / "words").read_text()
    return [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()], share


def lost_changes(events):
    """Of a device that comes or goes each 50 ms: how often that was, and how often it was not told.

    From the third second on: what comes before is told as soon as the session has begun."""
    walls = [datetime.datetime.fromisoformat(event["params"]["wall"].rstrip("Z")).timestamp() for event in events
             if event["params"].get("id") == "comes-and-goes"]
    walls = [wall for wall in walls if wall > walls[0] + 2]
    expected = round((walls[-1] - walls[0]) / CHANGE_S) + 1
    return expected, expected - len(walls)


def cues(events):
    return [(event["params"]["at"], event["params"].get("name")) for event in events if event["method"] == "cue"]


def run(home, tprun, row, seconds="60"):
    home.write("beats.lua", ROUTINE.format(seconds=int(seconds)))
    home.write("short.lua", ROUTINE.format(seconds=1))
    warm = [tprun, "short.lua", "--now", "--quiet", "--audio", "null"]
    assert home.run(warm, limit=60).status == 0  # the voice has said it all
    folder = build(home)
    alone = None
    for name, way in WAYS:
        events, share = live(home, tprun, folder, way, int(seconds))
        alone = alone or cues(events)
        row(f"16 sensors at 1 kHz for {seconds} s: {name}", f"{share * 100:.1f} %", f"{BAR} %", share * 100 > BAR)
        moved = sum(one != other for one, other in zip(alone, cues(events), strict=True))
        row(f"  of {len(alone)} cues elsewhere than without", f"{moved}", "0", moved > 0)
        if way:
            changes, lost = lost_changes(events)
            row(f"  of {changes} times that a device came or went lost", f"{lost}", "0", lost > 0)
