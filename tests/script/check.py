#!/usr/bin/env python3
"""check.py PROGRAM TOP: what `tprun check` finds.

Each file of rules/ is checked. What is found in it stands in the file, at the end of its line, and nothing
else is found:

    --> W21 TEXT            the finding of this rule at this line holds TEXT
    --> accepted W21 TEXT   it is accepted, for the reason TEXT

Every rule has a file that breaks it, and one named ID_mended.lua in which nothing is found. The documents'
tables of rules are those of the program, and the routines of the program are clean.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

class Check:
    """What `tprun check --voice sim` says of files."""

    def __init__(self, program, *arguments, folder=None):
        done = subprocess.run([program, "check", "--voice", "sim", *arguments], cwd=folder, capture_output=True,
                              text=True, encoding="utf-8", timeout=60, check=False)
        self.status, self.out, self.aside = done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    def objects(self):
        """(findings, summaries) of --json."""
        objects = [json.loads(line) for line in self.out]
        return [o for o in objects if "rule" in o], [o for o in objects if "loads" in o]


def wanted_in(file):
    """[(line, rule, accepted, text)]"""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        for mark in line.split("--> ")[1:]:
            accepted = mark.startswith("accepted ")
            rule, text = mark.removeprefix("accepted ").strip().split(" ", 1)
            found.append((number, rule, accepted, text))
    return found


def is_met(want, finding):
    line, rule, accepted, text = want
    told = finding.get("accepted", "") if accepted else finding["message"]
    return (finding["line"], finding["rule"], "accepted" in finding) == (line, rule, accepted) and text in told


def unmet(program, file):
    check = Check(program, "--json", file.name, folder=file.parent)
    findings, summaries = check.objects()
    wanted = wanted_in(file)
    missing = [want for want in wanted if not any(is_met(want, finding) for finding in findings)]
    more = [finding for finding in findings if not any(is_met(want, finding) for want in wanted)]
    yield from (f"{file.name}:{line}: should find {rule} {text}" for line, rule, _, text in missing)
    yield from (f"{file.name}:{f['line']}: finds {f['rule']} {f['message']}" for f in more)
    errors = [f for f in findings if f["severity"] == "error"]
    status = 1 if any(f["rule"] == "E03" for f in errors) else 3 if errors else 0
    if check.status != status or check.aside:
        yield f"{file.name}: exits with {check.status}, not {status} {check.aside}"
    if [s["errors"] for s in summaries] != [len(errors)]:
        yield f"{file.name}: the summary should count {len(errors)} errors: {summaries}"


# ---- the rules ----

def rules_of(program):
    """[(id, severity, what, source)] as the program lists them."""
    listed = Check(program, "--rules")
    rows = [re.fullmatch(r"(\w\d\d)  (\w+) +(.*) \[(.*)\]", line) for line in listed.out]
    assert rows and all(rows), listed.out
    return [row.groups() for row in rows]


def untried(rules, files):
    broken = {rule for file in files for _, rule, _, _ in wanted_in(file)}
    names = {file.stem for file in files}
    for rule, *_ in rules:
        if rule not in broken:
            yield f"no file of rules/ breaks {rule}"
        if f"{rule}_mended" not in names and rule != "E03":
            yield f"no file of rules/ is {rule}_mended.lua"
    for file in files:
        if file.stem.endswith("_mended") and wanted_in(file):
            yield f"{file.name} should have nothing to find"


def wrong_tables(rules, top):
    guide = (top / "routines/README.md").read_text(encoding="utf-8")
    page = (top / "core/cli/tprun.1").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w\d\d)` \| (\w+) \| (.*) \| (.*) \|$", guide, re.MULTILINE)
    if told != rules:
        yield "the guide's table of rules should be:"
        yield from ("| `{}` | {} | {} | {} |".format(*rule) for rule in rules)
    printed = re.findall(r'^\.TP\n\.BR (\w\d\d) " (\w+)"\n(.*)\n\[(.*)\]$', page, re.MULTILINE)
    if printed != rules:
        yield "the manual page's rules should be:"
        yield from ('.TP\n.BR {} " {}"\n{}\n[{}]'.format(*rule) for rule in rules)


# ---- the whole ----

def unclean(program, top):
    for file in sorted((top / "routines").glob("*.lua")):
        check = Check(program, str(file))
        if check.status != 0 or len(check.out) != 1 or "no errors, no warnings" not in check.out[0]:
            yield from [f"{file.name} should be clean:", *check.out]


def wrong_runs(program, folder):
    """Exit statuses, several files, many ways."""
    (folder / "good.lua").write_text('say "Sit tall."\n', encoding="utf-8")
    (folder / "bad.lua").write_text('say "Sit tall."\nwait(-1)\n', encoding="utf-8")
    (folder / "worst.lua").write_text("say (\n", encoding="utf-8")
    questions = "".join(f'ask {{ "Is it {n}?", kind = "choice", choices = {{ "a", "b", "c" }}, assume = "a" }}\n'
                        for n in range(40))
    (folder / "many.lua").write_text(questions, encoding="utf-8")
    (folder / "allow.lua").write_text('routine { allow = { W12 = "so" } }\nsay "Sit."\n', encoding="utf-8")
    (folder / "never.lua").write_text('routine { allow = { E01 = "so" } }\nsay "Sit."\n', encoding="utf-8")
    cases = [
        (["good.lua"], 0, "good.lua: 11 s, 3 steps, longest silence 0.0 s in holds, 0.0 s elsewhere; "
                          "no errors, no warnings; 4 ways through it"),
        (["good.lua", "bad.lua"], 3, "bad.lua:2: error E01 wait: seconds must be 0–86400, got -1"),
        (["bad.lua", "good.lua"], 3, "good.lua: 11 s"),
        (["bad.lua", "worst.lua", "good.lua"], 1, "worst.lua:2: error E03 "),
        (["bad.lua", "missing.lua"], 1, "missing.lua: error E03 there is no such file"),
        (["hello.lua", "helo"], 1, "helo: error E03 there is no such routine; did you mean 'hello'?"),
        (["many.lua"], 0, "64 ways through it, 20 more not tried: that would have been too many"),
        (["allow.lua"], 3, "allow.lua:1: error E01 routine: allow: there is no rule 'W12'; did you mean 'W"),
        (["never.lua"], 3, "never.lua:1: error E01 routine: allow: E01 is an error, which nobody can allow"),
        ([], 2, "tprun: check needs a routine; tprun list shows all"),
        (["good.lua", "--fast"], 2, "tprun: there is no option --fast"),
        (["good.lua", "bad.lua", "side=left"], 2, "tprun: good.lua: there is no option 'side'"),
    ]
    for arguments, status, line in cases:
        check = Check(program, *arguments, folder=folder)
        if check.status != status or not any(line in one for one in check.out + check.aside):
            yield from [f"check {arguments} should exit with {status} and say {line}; with {check.status}:", *check.out,
                        *check.aside]


def main():
    program, top = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted((pathlib.Path(__file__).parent / "rules").glob("*.lua"))
    rules = rules_of(program)
    found = [line for file in files for line in unmet(program, file)]
    found += [*untried(rules, files), *wrong_tables(rules, top), *unclean(program, top)]
    with tempfile.TemporaryDirectory() as folder:
        found += wrong_runs(program, pathlib.Path(folder))
    print("\n".join(found) or f"{len(files)} files, {len(rules)} rules hold")
    return 1 if found else 0


sys.exit(main())
