#!/usr/bin/env python3
"""generate.py TPRUN: writes tprun.lua and luacheck.lua, which editors and luacheck read, beside itself.

What the verbs take stands in the vocabulary's own comments, core/script/lua/*.lua, beside the lists of
what each allows:

    --- hold{}: what it does                     a verb that takes a text or a table
    --- wait(seconds): what it does              a verb that takes values
    --- type side left|right|both: what it is    a type by its name; with fields, like a verb
    ---   seconds number 5–90 (20): what         a field: name (1: the first), type, range, usual value
    ---   point, text place: what                two of one kind
    ---   returns `number`: what                 what it gives back; any type of LuaCATS stands in ` `
    ---     and more                             a line that goes on

Points, sounds and the names of Lua come from where they live. tests/script/meta.py holds the comments to
what the program really allows, and the files to the comments.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
VOCABULARY = TOP / "core/script/lua"

# What Lua 5.4 has; the program says what a routine sees of it.
LUA = """_G _VERSION assert collectgarbage coroutine debug dofile error getmetatable io ipairs load loadfile
 math next os package pairs pcall print rawequal rawget rawlen rawset require select setmetatable string
 table tonumber tostring type utf8 warn xpcall""".split()

HEAD = re.compile(r"(?P<name>\w+)(?P<takes>\{\}|\((?P<names>[\w, ]*)\))?: (?P<text>.+)")
TYPE = re.compile(r"type (?P<name>\w+)(?P<takes>\{\})?(?: (?P<is>`[^`]+`|[\w|]+))?: (?P<text>.+)")
FIELD = re.compile(r"(?P<names>[\w, ]+?) (?P<type>`[^`]+`|[\w|]+)(?: (?P<least>-?[\d.]+)–(?P<most>-?[\d.]+))?"
                   r"(?: \((?P<usual>[^)]*)\))?: (?P<text>.+)")
RETURNS = re.compile(r"returns `(?P<type>[^`]+)`: (?P<text>.+)")

KINDS = {"text": "string", "number": "number", "whole": "integer", "boolean": "boolean", "function": "fun()",
         "words": "string|tprun.words", "place": "tprun.point|string|tprun.words"}


class Block:
    """One comment: a verb, a type, or a value."""

    def __init__(self, file, line, text):
        self.where = f"{file.name}:{line}"
        match = TYPE.fullmatch(text) or HEAD.fullmatch(text)
        if not match:
            raise SystemExit(f"{self.where}: no such comment: {text}")
        self.is_type = text.startswith("type ")
        self.name = match["name"]
        self.text = match["text"][0].upper() + match["text"][1:]
        self.takes_table = match["takes"] == "{}"
        self.names = match.groupdict().get("names")
        self.names = self.names.split(", ") if self.names else []
        self.alias = match.groupdict().get("is")
        self.is_value = not self.is_type and match["takes"] is None
        self.fields, self.returns = {}, None

    def add(self, text):
        match = RETURNS.fullmatch(text)
        if match:
            self.returns = match
            return
        match = FIELD.fullmatch(text)
        if not match:
            raise SystemExit(f"{self.where}: no such field: {text}")
        for name in match["names"].split(", "):
            self.fields[name] = match

    def is_given(self, name):
        """Whether it must be given: what a verb takes by its place, unless that may be nil."""
        field = self.fields[name]
        return bool(self.names) and not field["usual"] and "nil" not in field["type"].split("|")


def comments(file):
    """[line, text] of each comment with three dashes, those that go on put together."""
    found, before = [], 0
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        match = re.fullmatch(r"\s*---( {1,5})(\S.*)", line)
        if not match:
            continue
        if len(match[1]) == 5 and before == number - 1:
            found[-1][2] += " " + match[2]
        else:
            found.append([number, len(match[1]), match[2]])
        before = number
    return found


def read_blocks():
    blocks = []
    for file in sorted(VOCABULARY.glob("*.lua")):
        for line, indent, text in comments(file):
            if indent == 1:
                blocks.append(Block(file, line, text))
            else:
                blocks[-1].add(text)
    return blocks


# ---- what there is ----

class Program:
    def __init__(self, path):
        self.path = path

    def prints(self, code):
        """What a routine prints, line by line."""
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "probe.lua")
            file.write_text(code + '\nsay "Done."\n', encoding="utf-8")
            environment = {**os.environ, "TPRUN_ROUTINES": str(TOP / "routines"), "XDG_DATA_HOME": folder}
            told = subprocess.run([self.path, "plan", "--voice", "sim", file], env=environment, capture_output=True,
                                  text=True, encoding="utf-8", timeout=60, check=False)
        if told.returncode != 0:
            raise SystemExit(f"{self.path}: {told.stderr}")
        return told.stderr.splitlines()


def known_names(program):
    """{global: its fields or None} of Lua's own that a routine sees."""
    code = f"for name in ({json.dumps(' '.join(LUA))}):gmatch '%S+' do\n" + """
      local there, value = pcall(function() return _G[name] end)
      local names = {}
      if there and type(value) == "table" and name ~= "_G" then
        for field in pairs(value) do names[#names + 1] = field end
      end
      if there and value ~= nil then print(name, table.concat(names, " ")) end
    end"""
    rows = [line.split() for line in program.prints(code)]
    return {row[0]: row[1:] or None for row in rows}


def point_names(program):
    return [line.split(" ", 1) for line in
            program.prints('for id, point in pairs(require "points") do print(id .. " " .. point.name) end')]


def sound_names():
    source = (TOP / "audio/tone_table.c").read_text(encoding="utf-8")
    return re.findall(r'^    \{"(\w+)", "([^"]+)", [\d.]+,', source, re.MULTILINE)


def verb_names():
    source = (VOCABULARY / "vocabulary.lua").read_text(encoding="utf-8")
    return {*re.findall(r"^  (\w+) = ", source, re.MULTILINE), *re.findall(r"^environment\.(\w+) = ", source, re.MULTILINE)}


# ---- the files ----

def cats(kind):
    """A type as LuaCATS has it."""
    if kind.startswith("`"):
        return kind.strip("`")
    if "|" in kind:
        return "|".join(f'"{one}"' for one in kind.split("|"))
    return KINDS.get(kind, f"tprun.{kind}")


def told(field):
    """What stands behind a field: range, usual value, and what it is."""
    parts = [f"{field['least']}–{field['most']}" if field["least"] else "", f"usual: {field['usual']}" if field["usual"] else ""]
    parts = ", ".join(part for part in parts if part)
    return f"{field['text']} ({parts})" if parts else field["text"]


def class_lines(block):
    yield f"---@class tprun.{block.name}"
    for name, field in block.fields.items():
        key, needed = ("[1]", "") if name == "1" else (name, "?")
        kind = cats(field["type"]) + ("|nil" if name == "1" else "")
        yield f"---@field {key}{needed} {kind} {told(field)}"
    yield ""


def verb_lines(block):
    yield f"---{block.text}"
    if block.takes_table and block.fields:
        first = block.fields.get("1")
        yield f"---@param {'given' if block.name == 'routine' else 'given?'} tprun.{block.name}"
        given = cats(first["type"]) if first else None
    for name in block.names:
        field = block.fields[name]
        yield f"---@param {name}{'' if block.is_given(name) else '?'} {cats(field['type'])} {told(field)}"
    if block.returns:
        kinds = block.returns["type"].split(", ") if block.returns["type"].startswith("nil, ") else [block.returns["type"]]
        yield from (f"---@return {kind} # {block.returns['text']}" for kind in kinds)
    if block.takes_table and block.fields and first:
        result = f": {block.returns['type']}" if block.returns else ""
        yield f"---@overload fun(given: {given}){result}"
    names = "given" if block.takes_table and block.fields else ", ".join(block.names)
    yield f"function {block.name}({names}) end"
    yield ""


def type_lines(blocks, points, sounds):
    for name, list_of, what in (("point", points, "A point of the atlas, routines/lib/points.lua."),
                                ("sound", sounds, "A sound; `tprun sounds` plays it.")):
        yield from (f"---{what}", f"---@alias tprun.{name}", *(f'---| "{one}" # {text}' for one, text in list_of), "")
    yield from ("---What became of a step.", "---@alias tprun.outcome", '---| "done"', '---| "skipped"', '---| "left_out"', "")
    for block in blocks:
        if block.is_type and block.fields:
            yield f"---{block.text}"
            yield from class_lines(block)
        elif block.is_type:
            yield from (f"---{block.text}", f"---@alias tprun.{block.name} {cats(block.alias)}", "")
    yield from ("---What every and after give back.", "---@class tprun.timer", "---@field cancel fun(self: tprun.timer)", "")


def meta_text(blocks, points, sounds):
    lines = ["---@meta", "-- What a routine of tprun may say, for editors: made by the generate.py beside it; do not edit.",
             "-- luacheck: std lua54, allow defined top, ignore 131 212, no max line length", ""]
    lines += type_lines(blocks, points, sounds)
    for block in sorted((one for one in blocks if not one.is_type), key=lambda one: one.name):
        if block.is_value:
            lines += [f"---{block.text}", "---@type table<string, any>", f"{block.name} = {{}}", ""]
            continue
        if block.takes_table and block.fields:
            lines += class_lines(block)
        lines += verb_lines(block)
    return "\n".join(lines).rstrip() + "\n"


def wrapped(words, indent):
    lines, line = [], indent
    for word in words:
        if len(line) + len(word) > 110:
            lines.append(line.rstrip())
            line = indent
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def luacheck_text(globals_, verbs):
    plain = [name for name, fields in globals_.items() if not fields]
    parts = ["-- The names that a routine of tprun knows, as a std of luacheck: made by the generate.py beside it; do not",
             '-- edit. In a .luacheckrc: stds.tprun = dofile "…/routines/meta/luacheck.lua"; std = "tprun"', "local names = {",
             '  opt = { other_fields = true }, -- those that the routine declares']
    for name, fields in globals_.items():
        if fields:
            parts += [f"  {name} = {{ fields = {{", wrapped([f"{field} = {{}}," for field in fields], "    "), "  } },"]
    parts += ["}", "for name in ([[", wrapped(sorted([*plain, *(verbs - {'opt'})]), "  "), ']]):gmatch "%S+" do',
              "  names[name] = {}", "end", "return { read_globals = names }"]
    return "\n".join(parts) + "\n"


def texts(program):
    """{file: what stands in it}."""
    blocks = read_blocks()
    return {"tprun.lua": meta_text(blocks, point_names(program), sound_names()),
            "luacheck.lua": luacheck_text(known_names(program), verb_names())}


def main():
    for name, text in texts(Program(os.path.abspath(sys.argv[1]))).items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
