"""The program in a home of its own, run to its end.

    with Home() as home:
        told = home.run([tprun, "plan", "neck"])      # told.status, told.out, told.err …

Every home has folders of its own for HOME, XDG_* and the work; nothing of the person's own is seen
or touched, and no sound server is found. The machine is not kept awake. What a program may have left behind is listed by
`home.strays()`.
"""
import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

SKIPPED = 77
PATIENCE = 20  # seconds for anything that is bound to come
ROUTINES = pathlib.Path(__file__).resolve().parents[2] / "routines"
XDG = {"XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config",
       "XDG_DATA_HOME": "data", "XDG_RUNTIME_DIR": "run"}
KEPT = ("PATH", "TERM", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS")
SANITIZED = bool(os.environ.get("TPRUN_SANITIZED"))


def until(condition, what, patience=PATIENCE):
    """Waits until `condition()` is true and returns what it gave."""
    deadline = time.monotonic() + patience
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {patience} s")
        time.sleep(0.01)
    return result


def die_with_parent():
    """In a child: no process outlives the test, even when that is killed. Linux only."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def machine(folder):
    """The environment of a machine that is told in vain to stay awake, and does not complain."""
    helper = folder / "bin" / "systemd-inhibit"
    helper.parent.mkdir()
    helper.write_text("#!/bin/sh\nexec cat\n", encoding="utf-8")
    helper.chmod(0o700)
    return {"PATH": f"{helper.parent}:{os.environ['PATH']}",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/no-bus"}


class Told:
    """How a program ended, and what it said."""

    def __init__(self, status, seconds, usage, out, err):
        self.status, self.seconds, self.out, self.err = status, seconds, out, err
        self.kib = usage.ru_maxrss
        self.cpu = usage.ru_utime + usage.ru_stime

    def lines(self):
        return self.err.splitlines()


def is_clean(text):
    """No control bytes but line ends, and nothing that was not UTF-8."""
    return all(sign == "\n" or (sign >= " " and not "\x7f" <= sign < "\xa0" and sign != "\ufffd")
               for sign in text)


class Home:
    def __init__(self, **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tprun-home-"))
        for name in ("home", "work", *XDG.values()):
            (self.folder / name).mkdir(mode=0o700)
        self.work = self.folder / "work"
        self.env = {key: os.environ[key] for key in KEPT if key in os.environ}
        self.env.update({key: str(self.folder / name) for key, name in XDG.items()},
                        HOME=str(self.folder / "home"), LC_ALL="C.UTF-8", TZ="UTC",
                        TPRUN_ROUTINES=str(ROUTINES))
        self.env.update(machine(self.folder))
        self.env.update(environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, text):
        """A file of the work folder."""
        file = self.work / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def path(self, kind):
        return self.folder / kind

    def start(self, command, **options):
        """Starts a program in the work folder; without input unless told."""
        options = {"cwd": self.work, "env": self.env, "stdin": subprocess.DEVNULL,
                   "preexec_fn": die_with_parent, **options}
        return subprocess.Popen([str(part) for part in command], **options)

    def run(self, command, limit=PATIENCE, **options):
        """Runs a program to its end; after `limit` seconds it is killed (status −9)."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            began = time.monotonic()
            process = self.start(command, **{"stdout": out, "stderr": err, **options})
            killer = threading.Timer(limit, process.kill)
            killer.start()
            _, status, usage = os.wait4(process.pid, 0)
            killer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - began
            texts = [(file.seek(0), file.read().decode(errors="replace"))[1] for file in (out, err)]
        return Told(process.returncode, seconds, usage, *texts)

    def strays(self):
        """Files outside the XDG folders that `write` did not make."""
        return [str(path) for folder in ("home", "work") for path in
                sorted((self.folder / folder).rglob("*")) if path not in self.known]

    def note_files(self):
        """What is there now is no stray."""
        self.known = set(self.folder.rglob("*"))


class Findings:
    """What does not hold; the test goes on and tells all at its end."""

    def __init__(self):
        self.list = []

    def want(self, holds, text):
        if not holds:
            self.list.append(text)
        return holds

    def close(self, said):
        print("\n".join(self.list) or said)
        sys.exit(1 if self.list else 0)
