#!/usr/bin/env python3
"""guide.py PROGRAM TOP: what the author's guide says is what happens.

Every Lua example of routines/README.md and README.md is planned. A text block after one, or after a line
in bold between them, holds lines of its plan, in order, or the one line of its mistake; or, where it begins
with the file's name, all that `tprun check` prints. The tables of
times, of what each verb takes, of points and of sounds are compared with the program.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from story import Plan, number, sheet

FRAME = ("open", "done")  # steps that are not the author's
RULES = "Two rules"       # nor is this, before the first press


class Guide:
    def __init__(self, program, top):
        self.program, self.top = program, top
        self.text = (top / "routines/README.md").read_text(encoding="utf-8")
        self.folder = tempfile.TemporaryDirectory()
        self.count = 0

    def save(self, code):
        file = pathlib.Path(self.folder.name, "example.lua")
        file.write_text(code, encoding="utf-8")
        return file

    def plan(self, code):
        self.count += 1
        return Plan(self.program, self.save(code))

    def check(self, code):
        """What `tprun check` prints of an example."""
        file = self.save(code)
        self.count += 1
        return subprocess.run([self.program, "check", "--voice", "sim", file.name], cwd=file.parent, check=False,
                              capture_output=True, text=True, encoding="utf-8", timeout=60).stdout.splitlines()

    def section(self, heading):
        """The text under a heading, to the next of its rank or above."""
        start = self.text.index(f"\n{heading}\n") + len(heading) + 2
        end = re.compile("^#{2,%d} " % heading.count("#"), re.MULTILINE).search(self.text, start)
        return self.text[start:end.start() if end else None]


def rows(text):
    """The cells of each row of the tables in `text`, without their heads."""
    table = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in table]
    return [row for at, row in enumerate(cells)
            if not row[0].startswith("---") and not (at + 1 < len(cells) and cells[at + 1][0].startswith("---"))]


def examples(text):
    """(Lua, text block that follows or None), for each example."""
    blocks = re.compile(r"^```lua\n(.*?)^```\n(?:\n(?:\*\*[^\n]*\n\n)?```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
    return blocks.findall(text)


def wrong_example(guide, code, said):
    if code.startswith("return {"):
        return []  # settings: no routine
    if said.startswith("example.lua:"):
        told = guide.check(code)
        return [] if told == said.splitlines() else ["check says:", *told]
    plan, wanted = guide.plan(code), said.splitlines()
    if said.startswith("tprun: "):
        return [] if plan.status == 1 and plan.aside == wanted else [f"said {plan.aside}, not {wanted}"]
    if plan.status != 0:
        return plan.aside
    lines = sheet(guide.program, guide.save(code)) if said else []
    for line in wanted:
        if line not in lines:
            return [f"the plan has no such line, or not there: {line}"]
        lines = lines[lines.index(line) + 1:]
    return []


def wrong_examples(guide, text):
    for code, said in examples(text):
        problems = wrong_example(guide, code, said)
        if problems:
            yield from [code.splitlines()[0] + " …", *("    " + problem for problem in problems)]


def wrong_times(guide):
    table = rows(guide.section("## Times"))
    assert len(table) > 30, "the table of times is gone"
    for call, stated in table:
        plan = guide.plan(call.strip("`") + "\n")
        steps = plan.json["steps"] if plan.json else []
        own = [step for step in steps if step["kind"] not in FRAME and
               (step["title"] != RULES or call == "`stop_words()`")]
        takes = number(sum(step["length"] for step in own))
        if f"{takes} s" != stated:
            yield f"{call} takes {takes} s, not {stated} {plan.aside}"


def names_in(cell):
    return re.findall(r"`(\w+)`", cell)


def wrong_verbs(guide):
    """What each verb is said to take, against the list that it gives itself."""
    part = guide.section("## The verbs")
    for heading in re.findall(r"^### (.*)$", part, re.MULTILINE):
        verb = heading.split()[-1]
        told = sorted(name for row in rows(guide.section(f"### {heading}")) for name in names_in(row[0]))
        plan = guide.plan(verb + " { qqqqqqqq = 1 }\n")
        takes = plan.aside[-1].partition("allowed: ")[2].split(", ")
        if told != sorted(name for name in takes if name):
            yield f"{verb} takes {takes}; the guide says {told}"


def wrong_points(guide):
    code = """for id, p in pairs(require "points") do
      print(("| `%s` | %s | %s | %s | %d s × %d | %d | %d | %s |"):format(id, p.name, p.short,
        table.concat(p.tools, ", "), p.seconds, p.reps, p.pressure, p.max, p.refers))
    end
    say "Done."
    """
    told = [line for line in guide.section("## Points").splitlines() if line.startswith("| `")]
    return [f"the table of points should have: {line}" for line in guide.plan(code).aside if line not in told] + \
           [f"the table of points should not have: {line}" for line in told if line not in guide.plan(code).aside]


def wrong_sounds(guide):
    source = (guide.top / "audio/tone_table.c").read_text(encoding="utf-8")
    known = re.findall(r'^    \{"(\w+)", "([^"]+)", ([\d.]+),', source, re.MULTILINE)
    told = [(names_in(name)[0], meaning, seconds) for name, meaning, seconds in rows(guide.section("## Sounds"))]
    if known != told:
        yield f"the table of sounds should be {known}"


def untold_verbs(guide):
    source = (guide.top / "core/script/lua/vocabulary.lua").read_text(encoding="utf-8")
    verbs = re.findall(r"^  (\w+) = ", source, re.MULTILINE)
    assert len(verbs) > 25, "the vocabulary is not where it was"
    return [f"the guide does not tell of {verb}" for verb in verbs
            if not re.search(rf"(`|^|\W){verb}( \{{|\(|\{{| \"|\b)", guide.text, re.MULTILINE)]


def main():
    guide = Guide(sys.argv[1], pathlib.Path(sys.argv[2]))
    front = (guide.top / "README.md").read_text(encoding="utf-8")
    hello = (guide.top / "routines/hello.lua").read_text(encoding="utf-8").splitlines()
    assert len(hello) == 12, "the guide says that hello.lua has twelve lines"
    assert len(examples(guide.text)) > 30, "the guide has lost its examples"
    found = [*wrong_examples(guide, guide.text), *wrong_examples(guide, front), *wrong_times(guide),
             *wrong_verbs(guide), *wrong_points(guide), *wrong_sounds(guide), *untold_verbs(guide)]
    print("\n".join(found) or f"the guide tells the truth: {guide.count} plans")
    return 1 if found else 0


sys.exit(main())
