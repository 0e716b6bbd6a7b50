#!/usr/bin/env python3
"""Says where the text of the repository holds what does not belong in it.

Not wanted: marks of unfinished work, paths of one machine, hosts of package registries, control
bytes, spaces at a line's end. One line for each: `file:line: what`.
"""
import os
import pathlib
import re
import sys

UNWANTED = {
    # Each in two pieces, so that this file does not find itself.
    "a mark of unfinished work": r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b",
    "a path of one machine": r"(?<![\w.])/(wo" r"rk|ho" r"me|ro" r"ot|Us" r"ers)/\w|/tmp/bu" r"ild-",
    "a host of a package registry": r"\b((deb|snapshot|ftp)\.deb" r"ian\.org|archive\.ubu" r"ntu\.com"
                                    r"|py" r"pi\.org|npm" r"js\.org|crat" r"es\.io|golang\.o" r"rg)\b",
    "a control byte": r"[\x00-\x08\x0b-\x1f\x7f]",
    "a space at the end of the line": r"[ \t]+$",
}
LEFT_OUT = {".git", ".cache", "hostile"}  # the hostile files are what they are
TEXT = {"", ".c", ".h", ".lua", ".py", ".sh", ".md", ".txt", ".json", ".cmake", ".supp"}


def files(top):
    for folder, folders, names in os.walk(top):
        folders[:] = [f for f in folders if f not in LEFT_OUT and not f.startswith("build")]
        yield from (pathlib.Path(folder, n) for n in names
                   if pathlib.Path(n).suffix in TEXT and n not in LEFT_OUT)


def main():
    top = pathlib.Path(__file__).resolve().parents[2]
    found = []
    for file in sorted(files(top)):
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            found += [f"{file.relative_to(top)}:{number}: {what}"
                      for what, pattern in UNWANTED.items() if re.search(pattern, line)]
    print("\n".join(found) or "nothing that does not belong")
    return 1 if found else 0


sys.exit(main())
