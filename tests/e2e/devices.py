#!/usr/bin/env python3
"""devices.py TPRUN: what is connected, through the whole program.

Told in words and as JSON, recorded and played again, watched and calibrated at a terminal. The device is
the plugin sim. What takes time is done side by side.
"""
import concurrent.futures
import contextlib
import json
import os
import signal
import subprocess
import sys
import time

from program import Findings, Home, until
from tmux import Missing, Terminal

NOTHING = "Nothing is connected. Try: tprun devices --plugin sim:keys --watch\n"
SIM = "sim:tremor=0.05"

# Arguments of devices, exit status, line on stderr without its "tprun: ".
WRONG = [
    (["presure", "--plugin", SIM], 4, "there is no device 'presure'; did you mean 'pressure'?"),
    (["lamp", "--plugin", SIM], 4, "there is no device 'lamp'; tprun devices shows all"),
    (["light", "--plugin", "sim:output=light", "--record", "x.csv"], 2,
     "'light' is an output and measures nothing"),
    (["--plugin", SIM, "--watch"], 2, "--watch needs a terminal; tprun devices --json tells once"),
    (["--plugin", SIM, "--calibrate"], 2, "--calibrate asks you things: it needs a terminal"),
    (["--plugin", SIM, "--record", "there.csv"], 2, "there.csv is there already, and stays as it is"),
    (["--plugin", SIM, "--record", "no/such.csv"], 4, "no/such.csv: No such file or directory"),
    (["--plugin", "sim:output=light,sensor=false", "--record", "x.csv"], 4, "no sensor is connected"),
]


def devices(home, tprun, *arguments, **options):
    return home.run([tprun, "devices", *arguments], **options)


def force(told):
    """The first channel of the first device, as JSON tells it."""
    return json.loads(told.out)["devices"][0]["channels"][0]


def check_words(home, tprun, found):
    told = devices(home, tprun, "--plugin", "sim:tremor=0.05,output=light")
    lines = told.out.splitlines()
    found.want(told.status == 0 and told.err == "", f"devices: {told.status} {told.err!r}")
    found.want("pressure: Simulated hand" in lines, f"no hand: {lines}")
    found.want(any(line.startswith("  force      live, 20.") or line.startswith("  force      live, 19.")
                   for line in lines), f"no live reading: {lines}")
    found.want("readings a second" in told.out and "  level      at rest" in told.out, f"{lines}")


def check_nothing(home, tprun, found):
    told = devices(home, tprun, "--plugin", "sim:sensor=false")
    found.want(told.status == 0 and told.out.endswith(NOTHING), f"nothing: {told.status} {told.out!r}")


def check_missing(home, tprun, found):
    """What cannot be started is told and left out, unless a sensor is a must."""
    told = devices(home, tprun, "--plugin", "./none.so", "--plugin", SIM)
    found.want(told.status == 0 and told.err == "" and "pressure: Simulated hand" in told.out
               and "\n./none.so: " in told.out, f"a missing plugin: {told.status} {told.out!r} {told.err!r}")
    told = devices(home, tprun, "--plugin", "./none.so", "--require-sensor")
    found.want(told.status == 4 and told.err.startswith("tprun: ./none.so: ") and told.out == "",
               f"a sensor is a must: {told.status} {told.out!r} {told.err!r}")


def check_json(home, tprun, found):
    told = devices(home, tprun, "pressure", "--plugin", SIM, "--json")
    one = force(told)
    found.want(19 < one["value"] < 21 and 45 < one["rate"] < 55 and one["state"] == "live", f"{one}")
    found.want(not one["calibrated"] and one["unit"] == "N", f"{one}")


def check_wrong(home, tprun, found):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        all_told = list(pool.map(lambda row: devices(home, tprun, *row[0]), WRONG))
    for (arguments, status, line), told in zip(WRONG, all_told):
        found.want((told.status, told.err, told.out) == (status, f"tprun: {line}\n", ""),
                   f"{arguments}: {told.status} {told.err!r} {told.out!r}")
    found.want((home.work / "there.csv").read_text(encoding="utf-8") == "mine", "a file was written over")
    found.want(not (home.work / "x.csv").exists(), "an empty recording was left behind")


def check_recording(home, tprun, found):
    """Each line is in the file as it comes, and sim plays it again."""
    file = home.work / "press.csv"
    process = home.start([tprun, "devices", "--plugin", SIM, "--record", file.name],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: file.exists() and len(file.read_text(encoding="utf-8").splitlines()) > 12, "readings")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    head, names, *rows = file.read_text(encoding="utf-8").splitlines()
    found.want(process.returncode == 0 and err == "", f"record: {process.returncode} {err!r}")
    found.want(f"press.csv: {len(rows)} readings in " in out, f"{len(rows)} rows: {out!r}")
    found.want(head.startswith("# Simulated hand (") and head.endswith(", in N"), head)
    found.want(names == "time,value,fault", names)
    times = [float(row.split(",")[0]) for row in rows]
    values = [float(row.split(",")[1]) for row in rows]
    found.want(times[0] == 0 and times == sorted(times) and times[-1] > 0.1, f"times: {times}")
    found.want(all(19 < value < 21 for value in values), f"values: {values}")
    again = force(devices(home, tprun, "--plugin", "sim:file=press.csv,tremor=0", "--json"))
    found.want(again["value"] == values[-1], f"played again: {again}, not {values[-1]}")


def check_unplugged(home, tprun, found):
    """A recording goes on when its device is back, and knows that it was away."""
    file = home.work / "away.csv"
    home.write("pulled.csv", "0,5\n0.3,5,unplug\n0.6,5\n60,5\n")
    process = home.start([tprun, "devices", "--plugin", "sim:file=pulled.csv", "--record", file.name],
                         stdout=subprocess.DEVNULL)
    until(lambda: file.exists() and ",,unplug\n" in (text := file.read_text(encoding="utf-8"))
          and not text.endswith("unplug\n"), "a device that is back")
    process.send_signal(signal.SIGTERM)
    found.want(process.wait(10) == 143, f"a recording that is ended: {process.returncode}")
    rows = [row.split(",") for row in file.read_text(encoding="utf-8").splitlines()[2:]]
    at = [row[2] for row in rows].index("unplug")
    away = float(rows[at + 1][0]) - float(rows[at][0])
    found.want(0.2 < away < 0.5, f"away for {away} s: {rows}")


def check_raw(home, tprun, found):
    told = devices(home, tprun, "--plugin", "sim:unit=raw")
    line = "Simulated hand: its numbers are no newtons yet: tprun devices sim-pressure --calibrate\n"
    found.want(told.out.endswith(line), f"raw numbers: {told.out!r}")


def check_config(home, tprun, found):
    """Plugins and roles of config.lua, and what is wrong with them, at its line."""
    config = home.path("config") / "tprun" / "config.lua"
    config.parent.mkdir()
    config.write_text(f'return {{ plugins = {{ "{SIM}" }}, devices = {{ neck = "sim-pressure" }} }}',
                      encoding="utf-8")
    told = devices(home, tprun, "neck", "--json")
    found.want(told.status == 0 and len(json.loads(told.out)["devices"]) == 1, f"neck: {told.err!r}")
    told = devices(home, tprun)
    found.want("config.lua" not in told.out, f"all is there: {told.out!r}")
    config.write_text(f'return {{ plugins = {{ "{SIM}" }}, devices = {{ neck = "sim-pressure.fors" }} }}',
                      encoding="utf-8")
    told = devices(home, tprun)
    found.want("neck: in config.lua it is 'sim-pressure.fors', which is not connected\n" in told.out,
               f"a name that means nothing: {told.out!r}")
    config.write_text(f'return {{ plugins = {{ "{SIM}" }}, devices = {{ neck = "sim-pressure" }} }}',
                      encoding="utf-8")
    told = devices(home, tprun, "neck", "--plugin", "sim:newtons=5", "--json")
    found.want(told.status == 0 and force(told)["value"] < 6, f"the command line's sim: {told.out!r}")
    config.write_text('return {\n plugins = {\n  "sim:tremor=lots" } }', encoding="utf-8")
    told = devices(home, tprun)
    found.want(told.status == 2 and told.err.startswith("tprun: config.lua:3: sim: "), f"{told.err!r}")
    config.write_text('return { devices = {\n ["Neck"] = "x" } }', encoding="utf-8")
    told = devices(home, tprun)
    found.want(told.status == 2 and told.err.startswith("tprun: config.lua:2: "), f"{told.err!r}")


def watch(home, tprun):
    """Arrow keys press, at any size, and the terminal is as it was."""
    with Terminal(80, 24, **home.env) as terminal:
        terminal.start(f"{tprun} devices --plugin sim:keys,tremor=0 --watch")
        terminal.shows("0.0 N")
        terminal.type("Up")
        terminal.shows("1.0 N")
        terminal.type("Up")
        terminal.shows("2.0 N")
        terminal.resize(40, 6)
        terminal.wait_for(lambda: "2.0 N" in (page := terminal.screen()) and "█" not in page,
                          "a small page")
        terminal.type("q")
        assert terminal.status() == 0
        assert terminal.is_restored()


def calibrate(home, tprun):
    """A sensor whose numbers fall: nothing on it, then the carton; and what it is worth from then on."""
    home.write("carton.csv", "0,8000\n2.2,8000\n2.25,6970\n60,6970\n")
    sim = f"sim:file={home.work}/carton.csv,unit=raw,tremor=3"
    with Terminal(80, 24, **home.env) as terminal:
        terminal.start(f"{tprun} devices --plugin {sim} --calibrate")
        terminal.shows("nothing on it, and press enter.")
        terminal.type("Enter")
        terminal.shows("Now stand the carton on it")
        time.sleep(0.8)  # until the trace has it there
        terminal.type("Enter")
        terminal.shows("pressing makes its numbers fall, which is set right.")
        assert terminal.status() == 0
    told = devices(home, tprun, "--plugin", f"{sim},speed=100", "--json")
    told = force(told)
    assert told["calibrated"] and told["unit"] == "N" and 10 < told["value"] < 10.6, told


def start_with_taps(home, tprun, config):
    """A session of a minute, with two short presses at its sensor every two seconds."""
    folder = home.path("config") / "tprun"
    folder.mkdir()
    (folder / "config.lua").write_text(config, encoding="utf-8")
    taps = [f"{at + after:.2f},{newtons}" for at in (0.6, 1.1)
            for after, newtons in ((0, 0), (0.02, 10), (0.2, 10), (0.22, 0))]
    home.write("taps.csv", "\n".join(["0,0", *taps, "2,0"]))
    home.write("one.lua", 'step { title = "One", seconds = 60 }')
    return home.start([tprun, "one.lua", "--now", "--quiet", "--voice=sim", "--audio=null", "--plugin",
                       "sim:file=taps.csv,tremor=0,loop"], stdout=(home.work / "told").open("w"))


def left_early(home):
    return (home.work / "told").read_text(encoding="utf-8").count("Left early.")


def check_button(home, tprun, found):
    """Two short presses are next, here past the welcome and past the step."""
    process = start_with_taps(home, tprun, 'return { sensor_button = "pressure" }')
    until(lambda: left_early(home) == 2, "a button: two steps left early")
    process.terminate()
    found.want(process.wait(10) == 143, f"a session with a button: {process.returncode}")


def check_no_button(home, tprun, found):
    """Nobody asked for one."""
    process = start_with_taps(home, tprun, "return {}")
    until(lambda: "Welcome" in (home.work / "told").read_text(encoding="utf-8"), "the session")
    time.sleep(2)  # all of the taps
    found.want(left_early(home) == 0 and process.poll() is None, "a button that nobody asked for")
    process.terminate()
    process.wait(10)


def main():
    tprun = os.path.abspath(sys.argv[1])
    found = Findings()
    shared = (check_words, check_nothing, check_missing, check_json, check_wrong, check_recording,
              check_unplugged, check_raw)
    apart = (check_config, check_button, check_no_button)
    with contextlib.ExitStack() as homes, concurrent.futures.ThreadPoolExecutor(16) as pool:
        home, terminals, *others = [homes.enter_context(Home()) for _ in range(2 + len(apart))]
        home.write("there.csv", "mine")
        jobs = [pool.submit(part, home, tprun, found) for part in shared]
        jobs += [pool.submit(part, other, tprun, found) for part, other in zip(apart, others)]
        jobs += [pool.submit(part, terminals, tprun) for part in (watch, calibrate)]
        for job in jobs:
            try:
                job.result()
            except Missing as missing:
                print(missing)
    found.close(f"{len(WRONG)} mistakes, words, JSON, a recording, a watch, a calibration")


main()
