"""A terminal of one's own, in which programs run and what they show can be read.

    with Terminal(80, 24) as terminal:
        terminal.start("tprun neck")
        terminal.shows("Press any key")
        terminal.type("q")
        status = terminal.status()

It is tmux with a socket and a home of its own; nothing outlives it. The shell notes the terminal's
settings before and after the program.
"""
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

SKIPPED = 77
PATIENCE = 15  # seconds for anything that is bound to come


class Missing(Exception):
    """tmux is not installed."""


class Terminal:
    def __init__(self, cols, rows, **environment):
        if not shutil.which("tmux"):
            raise Missing("tmux is not installed")
        self.folder = tempfile.TemporaryDirectory(prefix="tprun-terminal-")
        self.home = pathlib.Path(self.folder.name)
        self.socket = self.home / "socket"
        # A sanitizer's own settings go along; a colour that the caller forbids does not.
        self.environment = {**os.environ, "HOME": self.folder.name, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                            **environment}
        for name in ("TMUX", "NO_COLOR", "COLUMNS", "LINES"):
            if name not in environment:
                self.environment.pop(name, None)
        self.tmux("new-session", "-d", "-x", str(cols), "-y", str(rows), "sh")
        self.tmux("set-option", "-g", "remain-on-exit", "on")
        self.wait_for(lambda: self.screen().strip(), "the shell's prompt")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.tmux("kill-server")
        self.folder.cleanup()

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-S", str(self.socket), "-f", "/dev/null", *arguments],
                              env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
                              encoding="utf-8").stdout

    def wait_for(self, condition, what, patience=PATIENCE):
        """Waits until `condition()` is true and returns what it gave."""
        deadline = time.monotonic() + patience
        while not (result := condition()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what}: not within {patience} s; the screen was\n{self.screen()}")
            time.sleep(0.01)
        return result

    def start(self, command):
        """Runs `command` in the shell."""
        script = self.home / "run.sh"
        note = "{ stty -g; grep flags /proc/self/fdinfo/0; }"  # O_NONBLOCK is the shell's as well
        script.write_text(f"{note} > before\n{command} 2> errors &\nprogram=$!\necho $program > pid\n"
                          f"fg > /dev/null\nstatus=$?\n{note} > after\necho $status > status\n",
                          encoding="utf-8")
        self.tmux("send-keys", f"cd {self.home}; clear; set -m; . ./run.sh", "Enter")

    def read(self, name):
        file = self.home / name
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def pid(self):
        return int(self.wait_for(lambda: self.read("pid").strip(), "the program's start"))

    def status(self):
        """The exit status, when the program is over."""
        return int(self.wait_for(lambda: self.read("status").strip(), "the program's end"))

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def shows(self, text):
        """Waits until `text` can be read, and returns the whole screen."""
        return self.wait_for(lambda: text in (page := self.screen()) and page, f"'{text}'")

    def lacks(self, text):
        return self.wait_for(lambda: text not in (page := self.screen()) and page, f"no '{text}'")

    def type(self, *keys):
        """Keys as tmux names them: "q", "Enter", "Up"."""
        self.tmux("send-keys", *keys)

    def send(self, data):
        """Bytes as a terminal would send them."""
        self.tmux("send-keys", "-H", *(f"{byte:02x}" for byte in data))

    def resize(self, cols, rows):
        self.tmux("resize-window", "-x", str(cols), "-y", str(rows))

    def is_restored(self):
        """Whether page, cursor, arrow keys and settings are the shell's again."""
        flags = self.tmux("display-message", "-p",
                          "#{alternate_on} #{cursor_flag} #{keypad_cursor_flag} #{keypad_flag}")
        return flags.split() == ["0", "1", "0", "0"] and self.read("before") == self.read("after")


def all_hold(tests, tprun):
    """Runs each of `tests` with the program; the exit status, 77 where there is no tmux."""
    try:
        for test in tests:
            test(tprun)
            print(f"ok {test.__name__}", flush=True)
    except Missing as missing:
        print(missing)
        return SKIPPED
    return 0
