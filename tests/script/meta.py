#!/usr/bin/env python3
"""meta.py TPRUN TOP: what editors are told of the verbs is what the program allows.

The comments beside the verbs name each key, its range, its words and its usual value; routines that make
each mistake print what the program says to it. Then the files that generate.py makes of the comments, and
luacheck with them.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(sys.argv[2], "routines/meta")))
import generate  # noqa: E402

from story import Plan  # noqa: E402

# What a verb must have besides what is tried.
NEEDS = {"hold": '"A place."', "stretch": '"Lean."', "move": '"Nod."', "stroke": '"A place."', "locate": '"A place."',
         "ask": '"How?"', "say": '"One."', "calibrate": '"A place."'}
MORE = {"ask choices": 'kind = "choice"', "tone seconds": 'name = "start"', "tone gain": 'name = "start"',
        "tone pan": 'name = "start"', "stretch effort": "contract = 3", "stretch contract_text": "contract = 3",
        "step title": "seconds = 5", "step kind": "seconds = 5",
        "hold band": 'sensor = "pressure"', "hold on_lost": 'sensor = "pressure"',
        "hold check_in": 'sensor = "pressure"'}
# Tables within a table.
INNER = {"words": "say {{ {{ {} }} }}", "limits": "routine {{ limits = {{ {} }} }}"}
# Said in another form when nothing is given.
OWN_WAY = {"breathe 1"}


class Mistakes:
    """Calls that fail, and the lines that they fail with: all in one plan."""

    def __init__(self, program):
        self.program, self.calls = program, []

    def add(self, call):
        self.calls.append(call)
        return len(self.calls) - 1

    def run(self):
        code = "".join(f"print(select(2, pcall(function() {call} end)) or '')\n" for call in self.calls)
        self.lines = [line.partition(": ")[2] for line in self.program.prints(code)]
        assert len(self.lines) == len(self.calls), "not every call printed one line"


def call_of(block, name, value):
    """The verb with that value of the field."""
    if block.names:
        given = ["function() end" if block.fields[one]["type"] in ("function", "`fun(): any`") else "1"
                 for one in block.names]
        given[block.names.index(name)] = value
        return f"{block.name}({', '.join(given)})"
    key = "[1]" if name == "1" else name
    if block.is_type:
        return INNER[block.name].format(f"{key} = {value}")
    parts = [NEEDS.get(block.name) if name != "1" else None, MORE.get(f"{block.name} {name}"), f"{key} = {value}"]
    return f"{block.name} {{ {', '.join(part for part in parts if part)} }}"


def wrong_names(blocks, verbs):
    stated = {block.name for block in blocks if not block.is_type}
    yield from (f"the vocabulary has no verb {name}" for name in sorted(stated - verbs))
    yield from (f"the verb {name} has no comment" for name in sorted(verbs - stated))
    types = {*generate.KINDS, "point", "sound", *(block.name for block in blocks if block.is_type)}
    for block in blocks:
        if block.names and block.names != list(block.fields):
            yield f"{block.where}: {block.name} takes {block.names}, and tells of {list(block.fields)}"
        yield from (f"{block.where}: {block.name}: {name} is of no known type {field['type']}"
                    for name, field in block.fields.items() if field["type"].isalpha() and field["type"] not in types)


def wrong_keys(program, blocks):
    """What each allows stands in the line for a name that nobody knows."""
    tables, tried = [block for block in blocks if block.takes_table], Mistakes(program)
    for block in tables:
        form = INNER.get(block.name, block.name + " {{ {} }}")
        tried.add(form.format("qqqqqqqq = 1"))
        tried.add(form.format("'One.', qqqqqqqq = 1"))
    tried.run()
    for at, block in enumerate(tables):
        allowed = {name for name in tried.lines[2 * at].partition("allowed: ")[2].split(", ") if name}
        if "item 1" not in tried.lines[2 * at + 1]:
            allowed.add("1")
        yield from (f"{block.where}: {block.name}: {name} is allowed and has no comment"
                    for name in sorted(allowed - set(block.fields)))
        yield from (f"{block.where}: {block.name}: {name} is not allowed" for name in sorted(set(block.fields) - allowed))


def wrong_ranges(program, blocks):
    tried, fields = Mistakes(program), []
    for block in blocks:
        for name, field in block.fields.items():
            if field["type"] in ("number", "whole"):
                tried.add(call_of(block, name, "0/0"))
                tried.add(call_of(block, name, f"{float(field['least']) + 0.5}"))
                fields.append((f"{block.where}: {block.name}: {name}", field))
    tried.run()
    for at, (where, field) in enumerate(fields):
        line, with_half = tried.lines[2 * at:2 * at + 2]
        found = re.search(r"must be (-?[\d.]+)(?:–| to )(-?[\d.]+), got", line)
        if not found or found.groups() != (field["least"], field["most"]):
            yield f"{where} is said to be {field['least']}–{field['most']}: {line}"
        if ("whole number" in with_half) != (field["type"] == "whole"):
            yield f"{where} is said to be {field['type']}: {with_half}"


def wrong_words(program, blocks):
    """Fields that take one of some words."""
    types, tried, fields = {block.name: block for block in blocks if block.is_type}, Mistakes(program), []
    for block in blocks:
        for name, field in block.fields.items():
            kind = types[field["type"]].alias if field["type"] in types else field["type"]
            if kind and "|" in kind and not kind.startswith("`"):
                tried.add(call_of(block, name, '"qqqqqqqq"'))
                fields.append((f"{block.where}: {block.name}: {name}", kind.split("|")))
    tried.run()
    for (where, stated), line in zip(fields, tried.lines):
        found = re.search(r"must be ([\w, ]+), got", line)
        if not found or found[1].split(", ") != stated:
            yield f"{where} is said to be {stated}: {line}"


def wrong_usual(tprun, blocks, folder):
    """With its usual value a verb does what it does without."""
    file = pathlib.Path(folder, "usual.lua")

    def story(call, words):
        file.write_text(call, encoding="utf-8")
        plan = Plan(tprun, file, ("--words", words))
        return plan.story() if plan.json else plan.aside
    for block in (one for one in blocks if one.takes_table and not one.is_type):
        for name, field in block.fields.items():
            usual = re.fullmatch(r'(?:.*, else )?(-?[\d.]+|true|false|".*")', field["usual"] or "")
            if not usual or f"{block.name} {name}" in OWN_WAY:
                continue
            given = call_of(block, name, usual[1])
            without = re.sub(r"(, )?(\[1\]|\b" + name + r"\b) = " + re.escape(usual[1]), "", given)
            words = "brief" if name == "short" else "full"
            tail = '\nsay "One."' if block.name in ("routine", "tone") else ""
            if story(given + tail, words) != story(without + tail, words):
                yield f"{block.where}: {block.name}: {name} is not usually {usual[1]}"


def old_files(program):
    for name, text in generate.texts(program).items():
        file = generate.HERE / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            yield f"routines/meta/{name} is not current: build the target meta"


def bare_template(blocks):
    """The template fills in every field of the head."""
    text = (generate.HERE / "template.lua").read_text(encoding="utf-8")
    head = next(block for block in blocks if block.name == "routine")
    return [f"routines/meta/template.lua has no {name}" for name in head.fields
            if not re.search(rf"^  {name} = ", text, re.MULTILINE)]


def luacheck(folder, code, config):
    pathlib.Path(folder, ".luacheckrc").write_text(config, encoding="utf-8")
    pathlib.Path(folder, "mine.lua").write_text(code, encoding="utf-8")
    return subprocess.run(["luacheck", "--no-color", "mine.lua"], cwd=folder, capture_output=True, text=True,
                          encoding="utf-8", check=False).stdout


def wrong_luacheck(folder):
    """As an author has it: what is right is clean, and a slip is found."""
    config = f'stds.tprun = dofile "{generate.HERE}/luacheck.lua"\nstd = "tprun"\n'
    for file in [*generate.HERE.parent.glob("*.lua"), generate.HERE / "template.lua"]:
        told = luacheck(folder, file.read_text(encoding="utf-8"), config)
        if "0 warnings / 0 errors" not in told:
            yield f"luacheck finds fault with {file.name}: {told}"
    for code, said in (('stetch { "Lean." }', "undefined variable 'stetch'"), ("io.open('x')", "undefined variable 'io'"),
                       ('say(("x"):upper()) math.hugh()', "undefined field 'hugh'"), ('say(opt.side)', "0 warnings"),
                       ('hold = 1', "setting read-only global variable 'hold'"), ('string.dump(print)', "undefined field 'dump'")):
        told = luacheck(folder, code + "\n", config)
        if said not in told:
            yield f"luacheck does not say {said} of {code}: {told}"


def wrong(tprun, blocks, folder):
    """All of it; each part only where what it builds on is right."""
    program = generate.Program(tprun)
    found = [*wrong_names(blocks, generate.verb_names())] or [*wrong_keys(program, blocks)]
    if found:
        return found
    found = [*wrong_ranges(program, blocks), *wrong_words(program, blocks), *wrong_usual(tprun, blocks, folder),
             *old_files(program), *bare_template(blocks)]
    return found + [*wrong_luacheck(folder)] if shutil.which("luacheck") else found


def main():
    blocks = generate.read_blocks()
    with tempfile.TemporaryDirectory(prefix="tprun-meta-") as folder:
        found = wrong(sys.argv[1], blocks, folder)
    fields = sum(len(block.fields) for block in blocks)
    print("\n".join(found) or f"{len(blocks)} comments with {fields} fields: all is so")
    return 1 if found else 0


sys.exit(main())
