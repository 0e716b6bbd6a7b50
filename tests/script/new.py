#!/usr/bin/env python3
"""new.py TPRUN ROUTINES: `tprun new` writes a routine that can be planned, and nothing else.

From the template and like each routine there is; what a name may be; never over a file, never half a file.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

from story import Plan

# What is asked for, exit status, the line on stderr without its "tprun: ".
WRONG = [
    (["list"], 2, "new: list is a command of tprun: choose another name"),
    (["new.lua"], 2, "new: new is a command of tprun: choose another name"),
    (["my neck"], 2, 'new: a name has letters, digits, _ and -, got "my neck"; how about my_neck?'),
    (["neck.txt"], 2, 'new: a name has letters, digits, _ and -, got "neck.txt"; how about neck_txt?'),
    (["--", "-x"], 2, 'new: a name has letters, digits, _ and -, got "-x"; how about x?'),
    (["a\x1b[1m"], 2, 'new: a name has letters, digits, _ and -, got "a\\x1B[1m"; how about a_1m?'),
    (["drafts/"], 2, 'new: a name has letters, digits, _ and -, got ""'),
    (["Ü"], 2, 'new: a name has letters, digits, _ and -, got "Ü"'),
    (["a" * 64], 2, "new: a name has at most 63 letters, got 64"),
    (["nowhere/a"], 4, "nowhere/a.lua: there is no such folder"),
    (["there.lua/a"], 4, "there.lua/a.lua: cannot be written: Not a directory"),
    (["there"], 2, "there.lua: it is there already, and stays as it is"),
    (["dangling"], 2, "dangling.lua: it is there already, and stays as it is"),
    (["a", "--like", "nekc"], 1, "nekc: there is no such routine; did you mean 'neck'?"),
    (["a", "--like", "none.lua"], 1, "none.lua: there is no such file"),
    (["a", "--like"], 2, "--like needs the name of a routine: see tprun list"),
    ([], 2, "new needs a name: tprun new calves"),
    ([""], 2, "new needs a name: tprun new calves"),
    (["a", "b"], 2, "one thing at a time: \"b\" is too much; a routine's options are NAME=VALUE"),
]

# A head, and what becomes of it as "mine".
HEADS = [
    ('routine { title = "Old" }', 'routine { title = "Mine", made_by = "your name" }'),
    ('routine {\n  title = "Old",\n  area = "a",\n}', 'routine {\n  title = "Mine",\n  made_by = "your name",\n  area = "a",\n}'),
    ('routine {\n\ttitle = \'A "b"\'\n}', 'routine {\n\ttitle = \'Mine\',\n\tmade_by = "your name"\n}'),
    ('routine { made_by = "A. B.", title = "Old" }', 'routine { made_by = "your name", title = "Mine" }'),
    ('routine { title = "Old", made_by = "A. B." }', 'routine { title = "Mine", made_by = "your name" }'),
    ('routine { area = "a", -- title = "Old"\n}', 'routine { area = "a", -- title = "Old"\n}'),
    ("", ""),
]


def check(condition, what):
    if not condition:
        raise AssertionError(what)


class Folder:
    def __init__(self, program, folder):
        self.program, self.path = program, pathlib.Path(folder)

    def new(self, *words, **options):
        return subprocess.run([self.program, "new", *words], cwd=self.path, capture_output=True, text=True,
                              encoding="utf-8", timeout=60, check=False, **options)

    def read(self, name):
        return (self.path / name).read_text(encoding="utf-8")

    def made(self, *words):
        """The plan of what was made."""
        told = self.new(*words)
        name = words[0].removesuffix(".lua") + ".lua"
        check(told.returncode == 0 and told.stderr == "", f"new {words}: {told.stderr}")
        check(f"tprun plan {name} " in told.stdout, f"new {words} does not say what comes next: {told.stdout}")
        plan = Plan(self.program, self.path / name)
        check(plan.status == 0, f"new {words}: {plan.aside}")
        return plan.json


def from_the_template(folder, routines):
    plan = folder.made("my_calves")
    check(plan["title"] == "My calves", plan["title"])
    template = (routines / "meta/template.lua").read_text(encoding="utf-8")
    check(folder.read("my_calves.lua") == template.replace("A routine of your own", "My calves"), "the template changed")
    told = subprocess.run([folder.program, "check", "my_calves.lua"], cwd=folder.path, capture_output=True, text=True,
                          timeout=60, check=False)
    check(told.returncode == 0 and "no errors, no warnings" in told.stdout, f"check: {told.stdout}{told.stderr}")
    (folder.path / "drafts").mkdir()
    check(folder.made("drafts/back.lua")["title"] == "Back", "in a folder")


def like_another(folder, routines):
    for file in sorted(routines.glob("*.lua")):
        plan = folder.made(f"like-{file.stem}", "--like", file.stem)
        check(plan["title"] == f"Like {file.stem}", plan["title"])
        as_it_was = Plan(folder.program, file).json
        check([plan["steps"][i]["title"] for i in range(len(plan["steps"]))]
              == [step["title"] for step in as_it_was["steps"]], f"{file.stem}: other steps")
        text = folder.read(f"like-{file.stem}.lua")
        check(text.startswith(f"-- Made from {file.name}: ") and 'made_by = "your name"' in text, text[:300])
    for number, (head, becomes) in enumerate(HEADS):
        source = folder.path / f"head{number}.lua"
        source.write_text(head + '\nsay "One."\n', encoding="utf-8")
        folder.made("mine", "--like", f"./{source.name}")
        said = f"-- Made from {source.name}: change what you like.\n{becomes}\nsay \"One.\"\n"
        check(folder.read("mine.lua") == said, f"{head!r} became {folder.read('mine.lua')!r}")
        (folder.path / "mine.lua").unlink()


def what_is_wrong(folder):
    (folder.path / "there.lua").write_text("say 'I was first.'", encoding="utf-8")
    (folder.path / "dangling.lua").symlink_to(folder.path / "elsewhere.lua")
    before = sorted(folder.path.rglob("*"))
    for words, status, said in WRONG:
        told = folder.new(*words)
        check((told.returncode, told.stderr) == (status, f"tprun: {said}\n"), f"new {words}: {told.returncode} {told.stderr}")
        check(told.stdout == "", f"new {words}: {told.stdout}")
    check(sorted(folder.path.rglob("*")) == before, "something was written")
    check(folder.read("there.lua") == "say 'I was first.'", "a file was written over")


def no_half_file(folder):
    told = folder.new("half", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)))
    check(told.returncode == 4 and told.stderr == "tprun: half.lua: cannot be written: File too large\n",
          f"{told.returncode} {told.stderr}")
    check(not (folder.path / "half.lua").exists(), "half a file")


def one_of_their_own(folder):
    """The person's template goes first; without any, one line."""
    own = folder.path / "own" / "meta"
    own.mkdir(parents=True)
    (own / "template.lua").write_text('routine { title = "T", made_by = "Me" } say "Mine."', encoding="utf-8")
    env = {**os.environ, "TPRUN_ROUTINES": str(own.parent)}
    check(folder.new("from-own", env=env).returncode == 0 and "Mine." in folder.read("from-own.lua"), "their own")


def main():
    program, routines = sys.argv[1], pathlib.Path(sys.argv[2])
    listed = subprocess.run([program, "list"], capture_output=True, text=True, check=True).stdout
    check("template" not in listed, "the template is no routine")
    with tempfile.TemporaryDirectory(prefix="tprun-new-") as name:
        folder = Folder(program, name)
        from_the_template(folder, routines)
        like_another(folder, routines)
        what_is_wrong(folder)
        no_half_file(folder)
        one_of_their_own(folder)


main()
