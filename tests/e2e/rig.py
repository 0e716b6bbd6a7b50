"""A sound server of one's own, whose only loudspeaker is a recorder.

    with Rig() as rig:
        with rig.record() as recording:
            rig.run([program, ...])
        offsets = onsets(tool, reference, recording.path, frames)

A PulseAudio with a null sink `t` runs in a folder of its own, with its own HOME, XDG_RUNTIME_DIR and
socket; ALSA's default device leads there, as PortAudio on Debian goes. Nothing of the person's own
sound is touched, and nothing outlives the rig. Samples pass unchanged to the bit: the sink holds
32-bit floats at the program's own rate (measured: 143727 of 143727 frames equal).
"""
import contextlib
import ctypes
import glob
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from program import machine

SKIPPED = 77
PATIENCE = 15  # seconds for anything that is bound to come
SINK = ["module-null-sink", "sink_name=t", "rate=48000", "format=float32le"]
FRAME_BYTES = 8


class Missing(Exception):
    """A tool of the rig is not installed."""


def need_tools():
    """Raises Missing where a tool is not installed."""
    for tool in ("pulseaudio", "pactl", "parec"):
        if not shutil.which(tool):
            raise Missing(f"{tool} is not installed")
    plugin = "alsa-lib/libasound_module_pcm_pulse.so"
    if not glob.glob(f"/usr/lib*/{plugin}") + glob.glob(f"/usr/lib/*/{plugin}"):
        raise Missing("ALSA's plug-in for PulseAudio is not installed")


def until(condition, what, patience=PATIENCE):
    """Waits until `condition()` is true and returns what it gave."""
    deadline = time.monotonic() + patience
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {patience} s")
        time.sleep(0.01)
    return result


def die_with_parent():
    """In a child: no process outlives the test, even when that is killed. Linux only. It goes before
    what only computes, where that is allowed: a sound server on a person's machine does too."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.nice(-15)


class Recording:
    """What the sink was given, as it grows."""

    def __init__(self, process, path):
        self.process, self.path = process, path

    def frames(self):
        return self.path.stat().st_size // FRAME_BYTES

    def wait_for(self, frames):
        """Waits until that many more frames are written."""
        goal = self.frames() + frames
        until(lambda: self.frames() >= goal, "the recorder")

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class Rig:
    def __init__(self):
        need_tools()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tprun-rig-"))
        self.server, self.recordings = None, 0
        runtime, home = self.folder / "run", self.folder / "home"
        runtime.mkdir(mode=0o700)
        home.mkdir()
        (home / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        self.env = {key: value for key, value in os.environ.items()
                    if key not in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY")
                    and not key.startswith(("PULSE_", "PIPEWIRE_", "ALSA_", "PA_", "JACK_"))}
        self.env.update(HOME=str(home), XDG_RUNTIME_DIR=str(runtime),
                        XDG_CONFIG_HOME=str(home / ".config"),
                        XDG_STATE_HOME=str(home / ".local" / "state"),
                        XDG_CACHE_HOME=str(home / ".cache"),
                        PULSE_SERVER=f"unix:{runtime}/pulse/native", **machine(self.folder))

    def __enter__(self):
        try:
            self.start_server()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop_server()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_server(self):
        # Shared memory off: a 16.1 that loses a sink while its samples are in a memfd aborts.
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes",
                   "-L", "module-native-protocol-unix", "-L", " ".join(SINK)]
        with open(self.folder / "server.log", "wb") as log:
            self.server = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL,
                                           stdout=log, stderr=log, preexec_fn=die_with_parent)
        until(lambda: self.server.poll() is not None or self.control("info", check=False) == 0,
              "the sound server")
        if self.server.poll() is not None:
            raise RuntimeError((self.folder / "server.log").read_text(errors="replace"))

    def stop_server(self):
        """The server is gone until it is started again; programs see no device."""
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server = None

    def control(self, *arguments, check=True):
        """Runs pactl; its status."""
        return subprocess.run(["pactl", *arguments], env=self.env, check=check, timeout=PATIENCE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def ask(self, *arguments):
        """Runs pactl; what it prints."""
        return subprocess.run(["pactl", *arguments], env=self.env, check=True, timeout=PATIENCE,
                              capture_output=True, text=True).stdout

    def remove_sink(self):
        self.control("unload-module", SINK[0])

    def suspend_sink(self, suspended):
        """A suspended sink takes no more samples, and says nothing."""
        self.control("suspend-sink", "t", str(int(suspended)))

    def put_sink(self):
        self.control("load-module", *SINK)

    @contextlib.contextmanager
    def record(self, sink="t"):
        """Records a sink. Yields once samples flow: without a reader of low latency a null sink
        stalls new streams for up to 2 s, and so it does with its first reader."""
        self.recordings += 1
        path = self.folder / f"capture{self.recordings}.f32"
        with open(path, "wb") as out:
            process = subprocess.Popen(
                ["parec", "-d", f"{sink}.monitor", "--latency-msec=20", "--format=float32le",
                 "--rate=48000", "--channels=2"],
                env=self.env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL,
                preexec_fn=die_with_parent)
        recording = Recording(process, path)
        try:
            recording.wait_for(4800)
            yield recording
        finally:
            recording.stop()

    def start(self, command, **options):
        """Starts a program whose sound goes to the sink."""
        return subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL,
                                preexec_fn=die_with_parent, **options)

    def run(self, command, timeout=60):
        """Runs a program whose sound goes to the sink; what it said."""
        return subprocess.run(command, env=self.env, stdin=subprocess.DEVNULL, timeout=timeout,
                              capture_output=True, text=True, check=False)


def onsets(tool, reference, capture, frames, tolerance=0):
    """{frame of the reference: offset of its place in the capture, None where it is not heard}."""
    out = subprocess.run([tool, reference, capture, str(tolerance), *map(str, frames)],
                         check=True, capture_output=True, text=True).stdout
    rows = (line.split() for line in out.splitlines())
    return {int(frame): None if offset == "missing" else int(offset) for frame, offset in rows}


def main(test):
    """Runs `test(rig, *arguments)` in a rig of its own; exits 77 and says so where there is none."""
    try:
        with Rig() as rig:
            test(rig, *sys.argv[1:])
    except Missing as missing:
        print(f"skipped: {missing}")
        sys.exit(SKIPPED)
