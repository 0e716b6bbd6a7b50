#!/usr/bin/env python3
"""Says which files and functions are longer than a reader can hold in mind.

At most 500 lines a file, at most 60 a function (C, as universal-ctags sees them)."""
import pathlib
import subprocess
import sys

FILE_LINES, FUNCTION_LINES = 500, 60


def long_files(top, files):
    for file in files:
        lines = len(file.read_text(encoding="utf-8").splitlines())
        if lines > FILE_LINES:
            yield f"{file.relative_to(top)}: {lines} lines, at most {FILE_LINES}"


def long_functions(top, files):
    listing = subprocess.run(
        ["ctags", "-x", "--_xformat=%{line}\t%{end}\t%{input}\t%{name}", "--fields=+e",
         "--kinds-C=f", "-L", "-"],
        input="\n".join(str(file.relative_to(top)) for file in files), cwd=top, text=True,
        check=True, stdout=subprocess.PIPE).stdout
    assert listing, "ctags sees no function"
    for row in listing.splitlines():
        first, last, file, name = row.split("\t")
        lines = int(last) - int(first) + 1
        if lines > FUNCTION_LINES:
            yield f"{file}:{first}: {name} has {lines} lines, at most {FUNCTION_LINES}"


def main():
    top = pathlib.Path(__file__).resolve().parents[2]
    sources = [file for room in ("core", "audio", "plugins", "tests") for file in (top / room).rglob("*")
               if file.suffix in (".c", ".h", ".lua", ".py", ".sh") and "hostile" not in file.parts]
    found = [*long_files(top, sources), *long_functions(top, [f for f in sources if f.suffix == ".c"])]
    print("\n".join(found) or f"{len(sources)} files: none too long")
    return 1 if found else 0


sys.exit(main())
