#!/usr/bin/env python3
"""Reads the includes of every source and says which of them point the wrong way.

The rooms and who may know whom: core/README.md. One line for each mistake: `file:line: ROOM may not
include HEADER`. With --self-test it proves on texts of its own that each kind of mistake is found.
Must never guess: an include that no rule allows is a mistake.
"""
import pathlib
import re
import sys

# Which rooms a room may include besides itself. Tests look into every room. A plugin's folder knows
# its own headers and one more.
KNOWS = {
    "core/base": [],
    "core/script": ["core/base"],
    "core/engine": ["core/script", "core/base"],
    "core/host": ["core/engine", "core/base", "plugins"],
    "core/cli": ["core/host", "core/engine", "core/script", "core/base", "audio", "plugins"],
    "audio": ["core/base"],
    "plugins": [],
}
KNOWS["tests"] = ["tests", *KNOWS]

# Rooms that show a few headers only; in the others a header that says "Room-internal" stays inside.
FACE = {"core/script": ["core/script/script.h", "core/script/phrases.h", "core/script/fields.h",
                        "core/script/head.h"]}

# The one header of plugins, and how they name it.
PLUGIN = "tp_plugin.h"

# The libraries: who may include their headers.
LIBRARIES = {
    r"lua\.h|lauxlib\.h|lualib\.h|luaconf\.h": ["core/script"],
    r"uv\.h": ["core/host", "core/cli"],
    r"flite/.*": ["plugins"],
    r"portaudio\.h|pa_.*\.h|pulse/.*|sndfile\.h|samplerate\.h": ["audio"],
    r"zlib\.h": ["audio", "core/engine"],
    r"n?cursesw?(/.*)?\.h|term\.h": ["core/cli"],
    r"jansson\.h": ["core/host", "plugins"],
    r"systemd/.*": ["core/host"],
    r"cmocka\.h|ebur128\.h": [],
}

# The engine must run whole without a clock, a disk, a thread or a device.
WORLD = re.compile(r"(unistd|fcntl|dirent|time|signal|pthread|threads|poll|termios|dlfcn)\.h|sys/.*")
PURE = ["core/engine"]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def room_of(path):
    """The room that a path from the top lies in, or None."""
    rooms = [room for room in KNOWS if path.startswith(room + "/")]
    return max(rooms, key=len) if rooms else None


def wrong_plugin(path, header, texts):
    """Whether this file of a plugin may not include a header that it names as from its folder."""
    beside = str(pathlib.PurePosixPath(path).parent / header)
    return header != PLUGIN and (".." in header or beside not in texts)


def wrong_own(path, header, texts):
    """Whether this file may not include this header of the tree."""
    room = room_of(path)
    if room == "plugins":
        return wrong_plugin(path, header, texts)
    owner = room_of(header)
    if owner is None or header not in texts:
        return True
    if owner == room or room == "tests":
        return False
    if owner not in KNOWS[room]:
        return True
    if owner in FACE:
        return header not in FACE[owner]
    return "Room-internal" in texts[header]


def wrong_system(room, header):
    """Whether `room` may not include this header of a library or of the system."""
    if room == "tests":
        return False
    if room in PURE and WORLD.fullmatch(header):
        return True
    return any(re.fullmatch(names, header) and room not in rooms for names, rooms in LIBRARIES.items())


def mistakes(texts):
    """The lines to print for {path: text}."""
    found, portaudio = [], []
    for path, text in sorted(texts.items()):
        room = room_of(path)
        for number, line in enumerate(text.splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            own, header = match[1] == '"', match[2]
            if wrong_own(path, header, texts) if own else wrong_system(room, header):
                found.append(f"{path}:{number}: {room} may not include {header}")
            elif header == "portaudio.h" and room != "tests":
                portaudio.append(f"{path}:{number}: {room} may not include {header} in a second file")
    return found + portaudio[1:]


def self_test():
    """Each kind of right and wrong include, on texts that are in no file."""
    headers = ["core/base/err.h", "core/script/script.h", "core/script/text.h", "core/engine/step.h",
               "core/host/loop.h", "audio/mixer.h", "core/cli/screen.h"]
    tree = {header: "" for header in headers}
    tree.update({header: "" for header in ("plugins/tp_plugin.h", "plugins/a/own.h")})
    tree["core/engine/task.h"] = "/* Tasks. Room-internal. */"
    right = [
        ("core/script/vm.c", "<lua.h>"), ("core/script/vm.c", '"core/script/text.h"'),
        ("core/engine/a.c", '"core/script/script.h"'), ("core/engine/a.c", '"core/engine/task.h"'),
        ("core/host/a.c", "<uv.h>"), ("core/cli/a.c", '"audio/mixer.h"'),
        ("core/cli/a.c", "<ncurses.h>"), ("plugins/a/a.c", "<flite/flite.h>"),
        ("audio/a.c", "<portaudio.h>"), ("core/engine/a.c", "<math.h>"),
        ("tests/unit/a.c", '"core/engine/task.h"'), ("tests/unit/a.c", "<lua.h>"),
        ("plugins/a/a.c", '"tp_plugin.h"'), ("plugins/a/a.c", '"own.h"'),
        ("plugins/a/a.c", "<termios.h>"), ("plugins/a/a.c", "<jansson.h>"),
        ("core/host/a.c", '"plugins/tp_plugin.h"'),
    ]
    wrong = [
        ("core/base/a.c", '"core/engine/step.h"'), ("core/base/a.c", "<lua.h>"),
        ("core/base/a.c", '"err.h"'), ("core/base/a.c", '"core/base/gone.h"'),
        ("core/script/a.c", '"core/engine/step.h"'), ("core/engine/a.c", '"core/script/text.h"'),
        ("core/engine/a.c", '"audio/mixer.h"'), ("core/engine/a.c", "<uv.h>"),
        ("core/engine/a.c", "<sys/stat.h>"), ("core/engine/a.c", '"core/host/loop.h"'),
        ("core/host/a.c", '"audio/mixer.h"'), ("core/host/a.c", '"core/engine/task.h"'),
        ("core/host/a.c", '"core/script/script.h"'), ("core/host/a.c", "<ncurses.h>"),
        ("core/cli/a.c", "<lua.h>"), ("core/cli/a.c", "  # include <lauxlib.h>"),
        ("audio/a.c", '"core/engine/step.h"'), ("audio/a.c", "<uv.h>"),
        ("core/host/a.c", "<flite/flite.h>"), ("core/cli/a.c", "<portaudio.h>"),
        ("audio/a.c", "<flite/flite.h>"),
        ("plugins/a/a.c", '"core/base/err.h"'), ("plugins/a/a.c", '"plugins/tp_plugin.h"'),
        ("plugins/b/a.c", '"own.h"'), ("plugins/b/a.c", '"../a/own.h"'), ("plugins/a/a.c", "<uv.h>"),
    ]
    for path, name in right:
        assert mistakes({**tree, path: f"#include {name}\n"}) == [], (path, name)
    for path, name in wrong:
        line = name if "include" in name else f"#include {name}"
        header = re.search(r'[<"](.*)[>"]', name)[1]
        expected = [f"{path}:2: {room_of(path)} may not include {header}"]
        assert mistakes({**tree, path: f"\n{line}\n"}) == expected, (path, name)
    twice = {"audio/a.c": "#include <portaudio.h>\n", "audio/b.c": "#include <portaudio.h>\n"}
    assert mistakes(twice) == ["audio/b.c:1: audio may not include portaudio.h in a second file"]


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    top = pathlib.Path(__file__).resolve().parents[2]
    files = [file for room in ("core", "audio", "plugins", "tests")
             for file in (top / room).rglob("*.[ch]")]
    texts = {str(file.relative_to(top)): file.read_text(encoding="utf-8") for file in files}
    found = mistakes(texts)
    print("\n".join(found) or f"{len(texts)} files: every include points the right way")
    return 1 if found else 0


sys.exit(main())
