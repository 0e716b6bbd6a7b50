#!/usr/bin/env python3
"""tprun-serial over pseudo-terminals, spoken to as the host speaks: serial_ports.py PROGRAM [SLOW_OPEN].

SLOW_OPEN is a library that keeps whoever opens /…/stuck waiting, as a bad driver does. The cases run
beside each other, each with a program and boards of its own; those that cannot be tried here say so.
"""
import concurrent.futures
import fcntl
import os
import pwd
import stat
import struct
import subprocess
import sys
import termios
import time
import traceback

from boards import Place, Plugin

PROGRAM = sys.argv[1]
SLOW_OPEN = sys.argv[2] if len(sys.argv) > 2 else None
TIOCGEXCL = 0x80045440
NAME = "usb-Maker_Board_8573-if00"


def reads_lines():
    """Boot text, garbage, half lines; the device is there with its first reading."""
    with Place() as place, Plugin(PROGRAM, place) as plugin:
        assert "no board is plugged in" in plugin.status("")
        board = place.plug(NAME)
        plugin.well()
        board.write(b"2.5\nets Jul 29 2019\r\n\xf8\x00\xff\x9e1344\r\n74880\r\nF 1")
        board.write(b"2.5\r\n{\"force\": 13}\n{\"value\": 14, \"t\": 9}\nF 15\nF 1")
        added = plugin.expect("device.add")
        assert added["id"] == NAME and added["role"] == "pressure", added
        assert added["name"] == "serial sensor (ttyACM0)", added
        channel = added["channels"][0]
        assert (channel["name"], channel["unit"], channel["kind"]) == ("force", "N", "reading")
        assert plugin.values(4) == [12.5, 13, 14, 15]
        # it starts anew, in the middle of a line
        board.write(b"\x00\xfe\x80boot\r\nF 16\n")
        assert plugin.values(1) == [16]


def takes_settings():
    settings = {"port": NAME, "baud": "57600", "pattern": "Weight: # kg*", "unit": "kg",
                "role": "", "name": "The kitchen scale"}
    with Place() as place:
        other = place.plug("usb-Another", "ttyACM1")
        board = place.plug(NAME)
        with Plugin(PROGRAM, place, settings) as plugin:
            other.write(b"\nWeight: 9 kg\n")
            board.write(b"\nF 7\nWeight: 2 kg (raw 8812)\n")
            added = plugin.expect("device.add")
            assert added["name"] == "The kitchen scale" and "role" not in added, added
            assert plugin.values(1) == [19.6133]
            mode = termios.tcgetattr(board.master)
            assert mode[4] == mode[5] == termios.B57600, "the baud rate"
            assert not mode[2] & termios.HUPCL, "closing would start the board anew"
            assert not mode[3] & (termios.ECHO | termios.ICANON), "not raw"


def is_alone():
    """Nobody else may open the port meanwhile."""
    with Place() as place:
        board = place.plug(NAME)
        with Plugin(PROGRAM, place) as plugin:
            board.write(b"\nF 1\n")
            plugin.expect("device.add")
            try:
                fd = os.open(board.port, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
            except OSError:
                return
            told = fcntl.ioctl(fd, TIOCGEXCL, b"\0\0\0\0")  # the superuser may
            os.close(fd)
            assert struct.unpack("i", told) == (1,)


def comes_back():
    """Unplugged and plugged in elsewhere: the same device, as soon as it is there."""
    took = []
    with Place() as place, Plugin(PROGRAM, place) as plugin:
        for at in ("ttyACM0", "ttyACM1", "ttyACM0", "ttyUSB0"):
            plugged = time.monotonic()
            board = place.plug(NAME, at)
            board.write(b"\nF 1\n")
            assert plugin.expect("device.add")["id"] == NAME
            took.append(time.monotonic() - plugged)
            assert plugin.values(1) == [1]
            board.unplug()
            assert plugin.expect("device.remove")["id"] == NAME
            plugin.status("the board is gone")  # it has looked, and will in a second
    # A machine that is busy may be late now and then.
    assert min(took[1:]) < 0.7, f"it was found by looking each second only: {took}"


def comes_back_at_a_path():
    with Place() as place:
        port = place.dev / "board"
        with Plugin(PROGRAM, place, {"port": str(port)}) as plugin:
            plugin.status(f"{port} is not there: is the board plugged in?")
            for _ in range(2):
                board = place.plug(None, "board")
                board.write(b"\nF 1\n")
                assert plugin.expect("device.add")["id"] == "board"
                board.unplug()
                plugin.expect("device.remove")
                plugin.status("the board is gone: plug it in again")


def says_that_it_is_slow():
    with Place() as place:
        board = place.plug(NAME)
        with Plugin(PROGRAM, place) as plugin:
            for _ in range(12):
                board.write(b"\nF 1\n")
                time.sleep(0.1)  # this board is that slow
            text = plugin.status("readings a second")
            rate, rest = text.split(" ", 1)
            assert rest.startswith("readings a second: too slow for the ceiling"), text
            assert 4 <= int(rate) <= 14, text  # about 10, on a machine that is busy


def says_what_it_got():
    with Place() as place:
        board = place.plug(NAME)
        with Plugin(PROGRAM, place) as plugin:
            board.write(b"\nWeight: 12.6 g\nWeight: 12.7 g\n")
            text = plugin.status("no reading")
            assert text == 'the board sends text that is no reading: "Weight: 12.6 g"', text
            board.write(b"F 1\n")
            plugin.well()


def says_who_has_the_port():
    with Place() as place:
        board = place.plug(NAME)
        held = os.open(board.port, os.O_RDWR | os.O_NOCTTY)
        with Plugin(PROGRAM, place) as plugin:
            text = plugin.status("in use by")
            assert text.endswith(f"(process {os.getpid()}): close it there"), text
            os.close(held)
            plugin.well()
            board.write(b"\nF 1\n")
            plugin.expect("device.add")


def says_what_is_no_port():
    with Place() as place:
        (place.dev / "ttyACM0").write_text("F 1\n", encoding="utf-8")
        with Plugin(PROGRAM, place) as plugin:
            assert plugin.status("").endswith("ttyACM0 is no serial port")
            (place.dev / "ttyACM0").unlink()
            os.mkfifo(place.dev / "ttyACM0")
            place.plug(NAME, "ttyACM1")
            plugin.well()


def says_who_may(group, groups, expected):
    """As nobody, with a port of `group`."""
    nobody = pwd.getpwnam("nobody")
    with Place() as place:
        board = place.plug(NAME)
        os.chown(board.port, 0, group)
        os.chmod(board.port, stat.S_IRUSR | stat.S_IRGRP)
        with Plugin(PROGRAM, place, user=nobody.pw_uid, group=groups[0],
                    extra_groups=groups) as plugin:
            text = plugin.status("")
            assert text == expected, text
            os.chmod(board.port, 0o666)
            plugin.well()


def says_which_group():
    if os.getuid() != 0 or not reachable(PROGRAM):
        print("skipped: which group is missing can only be tried by root, in a folder that all may read")
        return
    dialout = 20
    says_who_may(dialout, [65533], "you are not in group dialout: "
                 "sudo usermod -aG dialout nobody, then log in again")
    says_who_may(pwd.getpwnam("nobody").pw_gid, [65533],
                 "you are in group nogroup only since this log-in: log in again")


def reachable(program):
    """Whether everybody may run it."""
    folders = [program, *iter_parents(program)]
    return all(os.stat(folder).st_mode & stat.S_IXOTH for folder in folders)


def iter_parents(path):
    while (parent := os.path.dirname(path)) != path:
        yield parent
        path = parent


def takes_a_flood():
    """Sixteen boards, each as fast as it is read: nothing is lost, nothing is mixed up."""
    lines = 400
    with Place() as place:
        boards = [place.plug(f"usb-Flood_{n:02}", f"ttyACM{n}") for n in range(16)]
        with Plugin(PROGRAM, place) as plugin:
            writer = concurrent.futures.ThreadPoolExecutor(1).submit(flood, boards, lines)
            values = {f"usb-Flood_{n:02}": [] for n in range(16)}
            while any(len(some) < lines for some in values.values()):
                got = plugin.expect("readings")
                values[got["device"]] += [round(1000 * value) for value in got["values"]]
            writer.result()
            for n in range(16):
                assert values[f"usb-Flood_{n:02}"] == [1000 * n + i for i in range(lines)]


def flood(boards, lines):
    for first in range(0, lines, 50):
        for n, board in enumerate(boards):
            board.write(b"".join(b"\nF %.3f\n" % (n + i / 1000) for i in range(first, first + 50)))


def outlives_a_host_that_does_not_read():
    """It goes on reading, ends in time, and what happened to boards is not lost among the readings."""
    with Place() as place:
        boards = [place.plug(f"usb-Kept_{n:02}", f"ttyACM{n}") for n in range(16)]
        with Plugin(PROGRAM, place, stderr=subprocess.PIPE) as plugin:
            for board in boards:
                board.write(b"\nF 1\n")
            for _ in boards:
                plugin.expect("device.add")
            for _ in range(600):
                boards[0].write(b"F 12.345\n" * 100)
            for board in boards:
                board.unplug()
            assert b"dropped" in plugin.process.stderr.readline()
            gone = {plugin.expect("device.remove")["id"] for _ in boards}
            assert len(gone) == 16
            plugin.process.stderr.close()


def answers_a_bad_host():
    with Place() as place, Plugin(PROGRAM, place) as plugin:
        plugin.raw(b"\xff\xfe{\n[]\n17\n\n" + b"x" * 100000 + b"\n")
        plugin.say({"id": "a", "method": "dance"})
        assert plugin.error() == -32601
        plugin.say({"id": 2, "method": "initialize", "params": {"protocol": 1}})
        assert plugin.error() == -32600
        plugin.say({"id": 3})
        plugin.say({"method": "step.start", "params": {}})
    with Place() as place:
        plugin = Plugin(PROGRAM, place)
        plugin.say({"id": 1, "method": "initialize",
                    "params": {"protocol": 1, "settings": {"pattern": "Weight"}}})
        error = plugin.next()["error"]
        assert error["code"] == -1 and "one #" in error["message"], error
        plugin.end()


def ends_while_a_driver_is_stuck():
    if not SLOW_OPEN:
        print("skipped: a driver that is stuck cannot be made under a sanitizer")
        return
    with Place() as place:
        place.plug(None, "stuck")
        with Plugin(PROGRAM, place, {"port": str(place.dev / "stuck")},
                    variables={"LD_PRELOAD": SLOW_OPEN},
                    stderr=subprocess.PIPE) as plugin:
            assert plugin.process.stderr.readline() == b"stuck\n"
            plugin.process.stderr.close()


def tried(case):
    try:
        case()
    except Exception:  # pylint: disable=broad-except
        return f"{case.__name__}: {case.__doc__ or ''}\n{traceback.format_exc()}"
    return None


CASES = [says_what_it_got, says_that_it_is_slow, says_who_has_the_port, says_which_group, comes_back,
         comes_back_at_a_path, says_what_is_no_port, reads_lines, takes_settings, is_alone,
         answers_a_bad_host, ends_while_a_driver_is_stuck, outlives_a_host_that_does_not_read,
         takes_a_flood]
with concurrent.futures.ThreadPoolExecutor(len(CASES)) as pool:
    failures = list(filter(None, pool.map(tried, CASES)))
print("\n".join(failures) or f"{len(CASES)} cases")
sys.exit(1 if failures else 0)
