"""How long a person waits: for the plan of a whole day, and for a way back over a long session.

    tests/bench/run speed [TPRUN]

Both routines are made here, with the voice of the program; its sentences are cached. A wait is that of the
clock on the wall, from the command to its answer: best on a machine that does nothing else. CPU is of the whole
process, which a busy machine does not change much.
"""
import json
import os
import pathlib
import statistics
import subprocess
import time

ROUNDS = 15
STEPS = 200
BAR_MS = 100
FASTER = 200  # than in life the session passes, up to its last step

DAY = """routine { title = "A working day", position = "sitting" }
every(45 * 60, function()
  say "Blink. Look out of the window."
  move { "Roll both shoulders.", reps = 6, each = 3 }
  hydrate()
end)
wait(8 * 60 * 60)
"""

# Each round is a locate, two presses and their rests, and a stretch.
PLACES = """routine {{ title = "Two hundred steps", position = "sitting" }}
stop_words()
for _ = 1, {rests} do rest(5) end
for i = 1, {rounds} do
  local side = i % 2 == 0 and "left" or "right"
  hold {{ pick {{ "upper_trap", "levator", "suboccipital" }}, side = side, seconds = 15,
         during = {{ [4] = "Breathe out." }} }}
  stretch {{ "upper_trap", side = side, seconds = 10 }}
end
"""


def plan(home, tprun, file):
    told = home.run([tprun, "plan", file, "--json"], limit=300)
    assert told.status == 0, told.err
    return told


def tell(row, name, waits_ms, cpu_ms):
    median, worst = statistics.median(waits_ms), max(waits_ms)
    row(f"{name}: median, worst", f"{median:.1f}, {worst:.1f} ms", f"{BAR_MS} ms", median > BAR_MS)
    row("  its CPU", f"{statistics.median(cpu_ms):.1f} ms")


def day(home, tprun, row):
    home.write("day.lua", DAY)
    plan(home, tprun, "day.lua")  # now the voice has said it all
    told = [plan(home, tprun, "day.lua") for _ in range(ROUNDS)]
    tell(row, "plan of 8 hours, a reminder every 45 minutes", [one.seconds * 1000 for one in told],
         [one.cpu * 1000 for one in told])


def long_session(home, tprun):
    """Writes a routine of exactly STEPS steps."""
    rests, missing = 0, 1
    while missing:
        home.write("places.lua", PLACES.format(rests=rests, rounds=STEPS // 6 - 2))
        missing = STEPS - len(json.loads(plan(home, tprun, "places.lua").out)["steps"])
        rests += missing


class Session:
    """A live session without sound, steered through its streams."""

    def __init__(self, home, command):
        self.process = home.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, command):
        line = json.dumps({"jsonrpc": "2.0", "method": command}) + "\n"
        os.write(self.process.stdin.fileno(), line.encode())

    def wait_for(self, wanted):
        """Reads on to the event that is wanted."""
        for line in self.process.stdout:
            event = json.loads(line)
            if wanted(event["method"], event["params"]):
                return
        raise EOFError("the session is over")

    def cpu_ms(self):
        """Of all its threads, by now."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="utf-8").split()[0]) for task in tasks) / 1e6

    def close(self):
        self.process.kill()
        self.process.wait()


def is_last(method, params):
    return method == "step.start" and params["n"] == STEPS


def back(home, tprun, row):
    long_session(home, tprun)
    session = Session(home, [tprun, "places.lua", "--now", "--quiet", "--audio", f"null:{FASTER}",
                             "--events", "-", "--commands", "-"])
    waits, cpu = [], []
    try:
        for _ in range(ROUNDS):
            session.wait_for(is_last)
            began, used = time.monotonic(), session.cpu_ms()
            session.send("back")
            session.wait_for(lambda method, _: method == "session.seek")
            session.wait_for(lambda method, params: method == "step.start" and params["n"] == STEPS - 1)
            waits.append((time.monotonic() - began) * 1000)
            cpu.append(session.cpu_ms() - used)
    finally:
        session.close()
    tell(row, f"back from step {STEPS} of {STEPS}, to the event", waits, cpu)


def run(home, tprun, row):
    day(home, tprun, row)
    back(home, tprun, row)
