-- stretch{}: lengthen what was pressed, gently, with an optional push against resistance first.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local points = require "points"
local place = require "place"
local speech = require "speech"
local breath = require "breath"
local during = require "during"
local level = require "level"
local phrases = require "phrases"
local side_names = require "side_names"
local position = require "position"
local choices = require "choices"

local stretch = {}

--- stretch{}: lengthens what was pressed, gently: the words, time to get there, the seconds that count.
---   1 place: a point of the atlas that has a stretch, or what to do in your words
---   point, text place: the same by its name
---   short text (the point's): what is said to those who know it
---   side side: the one that is stretched
---   seconds number 5–120 (the point's, else 20): that count
---   reps whole 1–6 (1): how often
---   contract number 3–10: seconds of pushing against the hand first; left out: none
---   effort text ("gently"): how hard to push, in words
---   contract_text words ("Push against your hand, gently, without moving."): said before the push
---   during during: what is said or done at times within the seconds that count
---   position position: taken before it
---   returns `{ outcome: tprun.outcome, seconds: number }`: what became of it, and the seconds that counted
local allowed = check.allow { 1, "point", "text", "short", "side", "seconds", "reps", "contract", "effort",
  "contract_text", "during", "position" }

local GET_THERE = 4 -- seconds into the position, after the words
local COME_BACK = 2 -- out of it, where nothing is said about it
local BETWEEN = 6   -- and between two repetitions

-- Of pushing against a resistance, where there is one.
local function push_words(a, side)
  local effort = { effort = a.effort and words.text("stretch", a.effort, side) or phrases.effort }
  return a.contract_text and words.forms("stretch", a.contract_text, side)
    or { text = words.fill("stretch", phrases.contract, side, effort),
      short = words.fill("stretch", phrases.contract_short, side, effort) }
end

local function settle(a)
  local side = check.side("stretch", a.side)
  local target = points.target("stretch", a, side)
  local text = target.entry and target.entry.stretch
  if target.id and not text then
    check.fail("stretch", "%s has no stretch in the atlas: give a text", target.id)
  end
  if text then
    points.need_side("stretch", target, text, side)
  end
  local s = {
    side = side, target = target, during = a.during, position = check.position("stretch", a.position),
    forms = text and words.forms("stretch", text, side, a.short or target.entry.stretch_short)
      or { text = target.name, short = target.short },
    seconds = check.number("stretch", "seconds", a.seconds,
      target.entry and target.entry.stretch_seconds or 20, 5, 120),
    reps = check.whole("stretch", "reps", a.reps, 1, 1, 6),
    contract = check.number("stretch", "contract", a.contract, nil, 3, 10),
    push = push_words(a, side),
  }
  s.title = target.id and words.fill("stretch", phrases.stretch_of, side, { name = target.entry.name }) or target.name
  return s
end

-- Pushing against one's own hand, then letting it lengthen.
local function push(s)
  speech.tell("stretch", s.push, true)
  local length = time.frames(s.contract)
  time.tone { name = "press", length = length }
  time.wait_to(time.now() + length)
  speech.tell("stretch", words.forms("stretch", phrases.relax), true)
end

local function counted(s)
  local length = time.frames(s.seconds)
  local entries = {}
  time.phase("count", time.now() + length)
  during.add("stretch", s.during, length, s.side, entries)
  breath.add(entries, 0, length, breath.count(s.seconds))
  time.play(length, entries)
end

-- What to do; for those who know it by heart only that it is a stretch, and of which side.
local function stretch_words(s, rep)
  local now = level.now(s.target.about)
  if rep > 1 then
    return now >= level.normal and phrases.once_more or nil
  end
  return speech.form(s.forms, s.target.about)
    or (s.side and side_names.alone(s.side, true) .. " " or "") .. phrases.stretch
end

local function repetition(s, rep)
  local began
  local done = steps.leaf({ kind = "stretch", title = s.title, side = s.side, point = s.target.id,
    dose = time.frames(s.seconds) }, function()
    place.draw_attention()
    local said = stretch_words(s, rep)
    if said then
      speech.instruct("stretch", said)
    end
    time.wait_to(time.now() + choices.unhurried(GET_THERE))
    if s.contract then
      push(s)
    end
    time.tone { name = "start" }
    began = time.now()
    counted(s)
    time.phase "release"
    time.tone { name = "end" }
    time.wait_to(time.now() + time.frames(1.2))
    if level.now(s.target.about) >= level.normal then
      speech.speak("stretch", speech.one_of(phrases.come_back), speech.instruction, true)
    else
      time.wait_to(time.now() + choices.unhurried(COME_BACK))
    end
    time.phase "free"
    if rep < s.reps then
      time.wait_to(time.now() + choices.unhurried(BETWEEN))
    end
  end)
  return began and math.min(time.now() - began, time.frames(s.seconds)) / time.rate or 0, done
end

function stretch.verb(given)
  local s = settle(check.arguments("stretch", given, allowed))
  if choices.without(s.side) or choices.reps(s.target.spot, s.reps) == 0 then
    return { outcome = "left_out", seconds = 0 }
  end
  position.take("stretch", s.position)
  local result = { outcome = "done", seconds = 0 }
  for rep = 1, s.reps do
    local seconds, done = repetition(s, rep)
    result.seconds = result.seconds + seconds
    if not done then
      result.outcome = "skipped"
    end
  end
  return result
end

return stretch
