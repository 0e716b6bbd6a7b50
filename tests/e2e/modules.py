#!/usr/bin/env python3
"""modules.py TPRUN: a module that is saved while a session runs does not change the session.

Back and repeat play the routine again from its inputs. What it required is one of them: it stays as it
was first read.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

ROUTINE = 'local part = require "part"\nsay(part.words)\nwait(20)\nsay "End."\n'
REPEAT = '{"jsonrpc":"2.0","method":"repeat"}\n'


def main(tprun):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "routine.lua").write_text(ROUTINE)
        (folder / "part.lua").write_text('return { words = "First words." }')
        command = [tprun, str(folder / "routine.lua"), "--voice", "sim", "--audio", "null:20",
                   "--quiet", "--commands", "-"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as session:
            said = [session.stdout.readline()]
            while "First words." not in said[-1]:
                said.append(session.stdout.readline())
                assert said[-1], session.stderr.read()
            (folder / "part.lua").write_text('return { words = "Other words." -- half saved')
            session.stdin.write(REPEAT)
            session.stdin.flush()
            rest, errors = session.communicate(timeout=60)
    assert session.returncode == 0 and not errors, errors
    assert "First words." in rest and "Other words." not in rest and "End." in rest, rest


started = time.monotonic()
main(sys.argv[1])
print(f"the session went on with what it had read, in {time.monotonic() - started:.1f} s")
