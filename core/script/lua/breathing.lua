-- breathe{}: in as the sound rises, out as it falls.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local speech = require "speech"
local breath = require "breath"
local during = require "during"
local level = require "level"
local phrases = require "phrases"
local position = require "position"

local breathing = {}

--- breathe{}: breathing along with a sound, in as it rises, out as it falls.
---   1 words ("Breathe along with the sound."): said over the first breath
---   text words: the same by its name
---   short text ("Breathe."): what is said to those who know it
---   seconds number 2–3600 (60): how long
---   cycles whole 1–200: instead of seconds: so many breaths
---   inhale number 1–15 (4): seconds of breathing in
---   exhale number 1–15 (6): seconds of breathing out
---   during during: what is said or done at times within it
---   position position: taken before it
---   returns `number`: the seconds
local allowed = check.allow { 1, "text", "short", "seconds", "cycles", "inhale", "exhale", "during", "position" }

function breathing.verb(given)
  local a = check.arguments("breathe", given, allowed)
  local inhale = check.number("breathe", "inhale", a.inhale, 4, 1, 15)
  local exhale = check.number("breathe", "exhale", a.exhale, 6, 1, 15)
  local cycles = check.whole("breathe", "cycles", a.cycles, nil, 1, 200)
  if cycles and a.seconds ~= nil then
    check.fail("breathe", "takes seconds or cycles, not both")
  end
  local seconds = check.number("breathe", "seconds", a.seconds,
    cycles and cycles * (inhale + exhale) or 60, 2, 3600)
  cycles = cycles or math.max(1, math.floor(seconds / (inhale + exhale) + 0.5))
  if math.min(inhale, exhale) * seconds < cycles * (inhale + exhale) * 0.5 then
    check.fail("breathe", "%g seconds are too short for a breath of %g in, %g out", seconds, inhale, exhale)
  end
  local own = a[1] or a.text
  local forms = words.forms("breathe", own or phrases.breathe, nil, a.short)
  local wanted = check.position("breathe", a.position)
  local length, entries = time.frames(seconds), {}
  during.add("breathe", a.during, length, nil, entries)
  breath.add(entries, 0, length, cycles, inhale / (inhale + exhale))
  position.take("breathe", wanted)
  steps.leaf({ kind = "breathe", title = phrases.titles.breathe, dose = length }, function()
    if not own and level.explains "inhale" then
      speech.speak("breathe", phrases.breathe_explained, speech.instruction, false)
    else
      speech.tell("breathe", forms, false)
    end
    time.play(length, entries)
  end)
  return seconds
end

return breathing
