"""Boards that are pseudo-terminals, and the program tprun-serial beside them.

    with Place() as place, Plugin(program, place) as plugin:
        board = place.plug("usb-Maker_Board_7", "ttyACM0")
        board.write(b"\\nF 12.5\\n")
        plugin.expect("device.add")

A place is a folder that stands for /dev. Nothing is slept for: what is bound to come is waited for.
"""
import contextlib
import json
import os
import pathlib
import pty
import select
import shutil
import subprocess
import tempfile
import termios
import time
import tty

PATIENCE = 15  # seconds for anything that is bound to come


class Board:
    """A pseudo-terminal; its other end is the port."""

    def __init__(self):
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        mode = termios.tcgetattr(slave)
        mode[2] |= termios.HUPCL  # as a port has it at first
        termios.tcsetattr(slave, termios.TCSANOW, mode)
        self.port = os.ttyname(slave)
        os.close(slave)
        self.links = []

    def write(self, data):
        """All of it, as fast as it is read."""
        os.set_blocking(self.master, False)
        while data:
            if not select.select([], [self.master], [], PATIENCE)[1]:
                raise TimeoutError("nobody reads the port")
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(self.master, data):]

    def unplug(self):
        for link in self.links:
            link.unlink()
        os.close(self.master)
        self.master = -1


class Place:
    """A folder in the place of /dev."""

    def __enter__(self):
        self.dev = pathlib.Path(tempfile.mkdtemp(prefix="tprun-serial-"))
        self.dev.chmod(0o755)
        (self.dev / "serial/by-id").mkdir(parents=True)
        self.boards = []
        return self

    def __exit__(self, *_):
        for board in self.boards:
            if board.master >= 0:
                os.close(board.master)
        shutil.rmtree(self.dev)

    def plug(self, name=None, at="ttyACM0"):
        """A new board, called `name` in serial/by-id. Its lasting name is there first."""
        board = Board()
        self.boards.append(board)
        links = [self.dev / at]
        if name:
            links.insert(0, self.dev / "serial/by-id" / name)
        for link in links:
            link.symlink_to(board.port)
            board.links.append(link)
        return board


class Plugin:
    """The program, spoken to as the host does. It ends with its standard input, so with the test."""

    def __init__(self, program, place, settings=None, **options):
        self.settings = settings or {}
        variables = {**os.environ, "TPRUN_SERIAL_DEV": str(place.dev), **options.pop("variables", {})}
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=variables, **options)
        self.said, self.rest = [], b""

    def __enter__(self):
        self.say({"id": 1, "method": "initialize",
                  "params": {"protocol": 1, "version": "0.1.0", "settings": self.settings}})
        result = self.next()
        assert result["id"] == 1 and result["result"]["kinds"] == ["sensor"], result
        return self

    def __exit__(self, *failure):
        if failure[0]:
            self.process.kill()
            print("the last that it said:", *(str(one)[:300] for one in self.said[-12:]), sep="\n  ")
        else:
            self.end()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def say(self, message):
        self.raw(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def next(self, patience=PATIENCE):
        """The next message."""
        deadline = time.monotonic() + patience
        while b"\n" not in self.rest:
            left = max(0, deadline - time.monotonic())
            if not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError("it says nothing")
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                raise EOFError("it has ended")
            self.rest += data
        line, self.rest = self.rest.split(b"\n", 1)
        message = json.loads(line)
        self.said.append(message)
        return message

    def expect(self, method, holds=lambda params: True):
        """The params of the next `method` for which it `holds`; what comes before is passed over."""
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self.next(max(0, deadline - time.monotonic()))
            if message.get("method") == method and holds(message["params"]):
                return message["params"]

    def status(self, text):
        """The next status that has `text` in it."""
        return self.expect("status", lambda params: text in params["text"])["text"]

    def well(self):
        """The next status that says that all is well."""
        self.expect("status", lambda params: params["text"] == "")

    def error(self):
        """The code of the next error."""
        while "error" not in (message := self.next()):
            pass
        return message["error"]["code"]

    def values(self, count):
        """That many values of readings."""
        values = []
        while len(values) < count:
            values += self.expect("readings")["values"]
        return values

    def end(self):
        """Its standard input ends, and so does it: within a second, well, and silent about it."""
        start = time.monotonic()
        self.process.stdin.close()
        with contextlib.suppress(EOFError):
            while True:
                self.next()
        assert self.process.wait(PATIENCE) == 0, self.process.returncode
        seconds = time.monotonic() - start
        assert seconds < 1, f"it ended after {seconds:.2f} s"
