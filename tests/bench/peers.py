"""The same cues by other programs: what csound and flite need to make the sound of a plan.

    peers.csd(plan, folder)      a text for csound; a sentence N is folder/N.wav
    peers.flite_loop(plan, folder)  a shell script that makes these files

Each tone is what csound does at least for it: as many notes as the tone has, of the same timbre, or
band-passed noise.
"""
import shlex

C5, E5, G4, G5 = 523.25, 659.26, 392.0, 783.99
TONES = {  # name: notes as (seconds after the start, Hz)
    "open": ((0, C5), (0.35, E5), (0.7, G5)), "next": ((0, E5),), "start": ((0, C5),),
    "halfway": ((0, E5), (0.18, E5)), "tick": ((0, G5),), "end": ((0, G5), (0.4, C5), (1.2, C5)),
    "ask": ((0, G4), (0.3, C5), (0.75, G4), (1.05, C5)), "done": ((0, G5), (0.6, E5), (1.2, C5)),
    "inhale": ((0, 600),), "exhale": ((0, 600),),
}
BREATHS = ("inhale", "exhale")

ORCHESTRA = """<CsoundSynthesizer>
<CsOptions>
-d -m0 -W -s -o {out}
</CsOptions>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 2
0dbfs = 1
instr 1 ; a sentence
  Sfile strget p4
  asig diskin2 Sfile, 1
  outs asig, asig
endin
instr 2 ; a note
  aenv expsegr 0.001, 0.008, 0.1, p3 - 0.008, 0.0001, 0.01, 0.0001
  asig oscili 1, p4
  asecond oscili 0.25, 2 * p4
  athird oscili 0.08, 3 * p4
  asig = (asig + asecond + athird) * aenv
  outs asig, asig
endin
instr 3 ; a breath
  aenv oscili 0.1, 0.5 / p3
  asig noise 1, 0
  asig butterbp asig, p4, p4 / 1.2
  outs asig * aenv, asig * aenv
endin
</CsInstruments>
<CsScore>
"""


def sentences(plan):
    """The cues of sentences, and the file that each speaks: one a text."""
    texts = {}
    for cue in plan["cues"]:
        if cue["type"] == "voice":
            yield cue, texts.setdefault(cue["text"], len(texts))


def notes(cue):
    instrument = 3 if cue["name"] in BREATHS else 2
    for after, hz in TONES[cue["name"]]:
        yield f'i {instrument} {cue["at"] + after:.6f} {cue["seconds"] - after:.6f} {hz}'


def csd(plan, folder, out):
    score = [f'i 1 {cue["at"]:.6f} {cue["seconds"]:.6f} "{folder}/{number}.wav"' for cue, number in sentences(plan)]
    for cue in plan["cues"]:
        if cue["type"] == "tone":
            score.extend(notes(cue))
    return ORCHESTRA.format(out=out) + "\n".join(score) + "\ne\n</CsScore>\n</CsoundSynthesizer>\n"


def flite_loop(plan, folder):
    texts = {number: cue["text"] for cue, number in sentences(plan)}
    return "".join(f"flite -voice slt -t {shlex.quote(text)} -o {folder}/{number}.wav\n"
                   for number, text in texts.items())
