"""The words that `tprun check` warns of (core/engine/rules_words.c), and the better ones, as a recogniser of
speech hears them: a table.

    tests/bench/run words [TPRUN]

Each is said as it would stand in a routine: names of places in "Press on the ….". What the rule quotes is
what this heard of it when the table was made; another voice or model may hear something else.
"""
import pathlib
import re

import hearing

TOP = pathlib.Path(__file__).resolve().parents[2]
ALONE = {"release slowly", "Let go", "ease off", "ease the pressure", "lie prone", "lie supine",
         "lie on your stomach", "lie on your back"}
COUNTED = {"lbs", "pounds", "oz", "ounces", "ft", "feet", "deg", "degrees", "reps", "times"}


def pairs():
    source = (TOP / "core/engine/rules_words.c").read_text(encoding="utf-8")
    table = re.search(r"mangled\[\] = \{(.*?)^\};", source, re.DOTALL | re.MULTILINE).group(1)
    found = re.findall(r'\{"([^"]+)", "([^"]+)",\s*"([^"]*)"\}', table)
    assert len(found) > 30, "the table of words is not where it was"
    return found


def sentence(words):
    if words in ALONE:
        return words.capitalize() + "."
    return f"About five {words}." if words in COUNTED else f"Press on the {words}."


def run(home, tprun):
    rows = pairs()
    sentences = list(dict.fromkeys(sentence(words) for said, better, _ in rows for words in (said, better)))
    clips = [hearing.at_16k(clip) for clip in hearing.spoken(home, tprun, sentences)]
    heard = dict(zip(sentences, (" ".join(words) for words in hearing.Listener().recognise(clips))))
    print("| said | heard | better | heard |\n|---|---|---|---|")
    for said, better, _ in rows:
        print(f"| {said} | {heard[sentence(said)]} | {better} | {heard[sentence(better)]} |")
    wrong = [sum(hearing.errors(hearing.plain(sentence(row[i])), heard[sentence(row[i])].split()) for row in rows)
             for i in (0, 1)]
    print(f"\nwrong words: {wrong[0]} of what is warned of, {wrong[1]} of the better, in {len(rows)} pairs")
