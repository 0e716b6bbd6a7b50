"""The words of a recorded routine as a recogniser of speech hears them: a table, the worst first, and totals.

    tests/bench/run wer [TPRUN] [ROUTINE]

A word is wrong when it was missed, put in, or taken for another; the rate is wrong words to words said
(so it may pass 100 %). No verdict on the program: a recogniser is no person, but what it mistakes a
tired ear mistakes too. Each sentence counts once, however often it is said.
"""
import hearing

NOISE_DB = 25


def listened(home, tprun, routine):
    """[(condition, sentences, what was heard of each)], the first in quiet and alone."""
    said = dict(reversed(hearing.rendered(home, tprun, routine)))  # of each the first
    sentences = list(reversed(said))
    listener = hearing.Listener()
    known = {word for sentence in sentences for word in hearing.plain(sentence)}
    alone = [hearing.at_16k(clip) for clip in hearing.spoken(home, tprun, sentences)]
    within = [hearing.at_16k(said[sentence]) for sentence in sentences]
    noisy = [hearing.with_noise(clip, NOISE_DB) for clip in alone]
    return sentences, [
        ("each alone, in quiet", listener.recognise(alone)),
        ("in the session, with what sounds beside it", listener.recognise(within)),
        (f"each alone, pink noise {NOISE_DB} dB below", listener.recognise(noisy)),
        (f"each alone, in quiet, of no other words than the session's {len(known)}",
         hearing.Listener(known).recognise(alone)),
    ]


def table(sentences, heard):
    rows = [(hearing.errors(hearing.plain(said), words), said, " ".join(words))
            for said, words in zip(sentences, heard)]
    rows.sort(key=lambda row: (-row[0] / len(hearing.plain(row[1])), -row[0], row[1]))
    yield "| wrong | said | heard |"
    yield "|---:|---|---|"
    for wrong, said, words in rows:
        count = len(hearing.plain(said))
        yield f"| {wrong} of {count}: {100 * wrong / count:.0f} % | {said} | {words if wrong else ''} |"


def totals(sentences, conditions):
    words = sum(len(hearing.plain(said)) for said in sentences)
    yield f"| {len(sentences)} sentences, {words} words | wrong words | sentences without a mistake |"
    yield "|---|---:|---:|"
    for name, heard in conditions:
        wrong = [hearing.errors(hearing.plain(said), got) for said, got in zip(sentences, heard)]
        yield f"| {name} | {sum(wrong)}: {100 * sum(wrong) / words:.1f} % | {wrong.count(0)} |"


def run(home, tprun, routine="neck"):
    sentences, conditions = listened(home, tprun, routine)
    print(f"{routine}, voice slt at 16 kHz; pocketsphinx with Debian's en-us models, {conditions[0][0]}:\n")
    print("\n".join([*table(sentences, conditions[0][1]), "", *totals(sentences, conditions)]))
