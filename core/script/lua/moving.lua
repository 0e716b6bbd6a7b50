-- warm_up{}, move{}, stroke{}: the body moves or is stroked for a counted time.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local points = require "points"
local speech = require "speech"
local breath = require "breath"
local during = require "during"
local level = require "level"
local phrases = require "phrases"
local rules = require "rules"
local side_names = require "side_names"
local position = require "position"
local choices = require "choices"

local moving = {}

local QUIET = 16 -- seconds after which something is heard again
local LAST = { 3, 2, 1 } -- seconds before the end at which a movement ticks
local TICKING = time.frames(10) -- and the shortest that does
local BREATH = time.frames(10)

-- A breath, for those who want words with what it means the first time.
local function soft_breath(entries, at)
  breath.add(entries, at, BREATH, 1)
  entries[#entries + 1] = { at = at, fleeting = true, run = function()
    if level.explains "inhale" then
      speech.adorn("move", phrases.breath_explained)
    end
  end }
end

-- A word of encouragement, and a breath where it is not wanted.
local function encouragement(entries, at, length)
  local breaths = {}
  if at + BREATH <= length then
    breath.add(breaths, at, BREATH, 1)
  end
  for _, entry in ipairs(breaths) do
    entries[#entries + 1] = { at = entry.at, fleeting = true, run = function()
      if level.now() < level.normal then
        entry.run()
      end
    end }
  end
  entries[#entries + 1] = { at = at, run = function()
    if level.now() >= level.normal then
      speech.adorn("move", speech.one_of(phrases.moving))
    end
  end }
end

-- Up to frame `finish`, between what is said anyhow, it is never silent for long: a breath, and every
-- second time a word, unless `wordless`.
local function fill_silence(entries, length, finish, wordless)
  local said = { finish }
  for _, entry in ipairs(entries) do
    said[#said + 1] = entry.speaks and entry.at or nil
  end
  table.sort(said)
  local from = 0
  for _, to in ipairs(said) do
    local parts = math.ceil((to - from) / time.frames(QUIET))
    for part = 1, parts - 1 do
      local at = from + (to - from) * part // parts
      if at + BREATH <= length and (wordless or part % 2 == 1) then
        soft_breath(entries, at)
      elseif not wordless then
        encouragement(entries, at, length)
      end
    end
    from = to
  end
end

local function ticks(entries, length)
  entries[#entries + 1] = { at = length - time.frames(5), run = function()
    if level.explains "tick" then
      speech.adorn("move", phrases.tick_explained)
    end
  end }
  for _, before in ipairs(LAST) do
    entries[#entries + 1] = { at = length - time.frames(before), run = function()
      time.tone { name = "tick" }
    end }
  end
end

-- The words at the start, then the time, all within `length`.
local function counted(length, entries, say)
  table.insert(entries, 1, { at = 0, run = function()
    time.tone { name = "start" }
    say()
  end })
  time.play(length, entries)
end

--- warm_up{}: the body gets warm; words and seconds run together.
---   1 words ("Move gently, and get warm."): what to do
---   text words: the same by its name
---   short text: what is said to those who know it; "" says nothing to them
---   seconds number 1–1800 (60): how long
---   how movement|heat|strokes ("movement"): a movement ticks three times at its end
---   side side: for {side} and {other} in the texts
---   during during: what is said or done at times within it
---   position position: taken before it
---   returns `number`: the seconds
local warm_allowed = check.allow { 1, "text", "short", "seconds", "how", "side", "during", "position" }

function moving.warm_up(given)
  local a = check.arguments("warm_up", given, warm_allowed)
  local side = check.side("warm_up", a.side)
  local forms = words.forms("warm_up", a[1] or a.text or phrases.warm_up, side, a.short)
  local seconds = check.number("warm_up", "seconds", a.seconds, 60, 1, 1800)
  local how = check.one_of("warm_up", "how", a.how, "movement", { "movement", "heat", "strokes" })
  local wanted = check.position("warm_up", a.position)
  local length, entries = time.frames(seconds), {}
  during.add("warm_up", a.during, length, side, entries)
  local ticking = how == "movement" and length >= TICKING
  fill_silence(entries, length, ticking and length - time.frames(LAST[1]) or length, how == "heat")
  if ticking then
    ticks(entries, length)
  end
  position.take("warm_up", wanted)
  steps.leaf({ kind = "warm_up", how = how, title = forms.text, side = side, dose = length }, function()
    counted(length, entries, function()
      speech.tell("warm_up", forms, false)
    end)
  end)
  return seconds
end

--- move{}: a movement so many times; takes reps × each.
---   1 words: what to do
---   text words: the same by its name
---   short text: what is said to those who know it; "" says nothing to them
---   side side: for {side} and {other} in the texts
---   reps whole 1–200 (8): how often
---   each number 0.5–60 (3): seconds for one
---   count boolean (false): every one is counted aloud
---   during during: what is said or done at times within it
---   position position: taken before it
---   returns `number`: the seconds
local move_allowed = check.allow { 1, "text", "short", "side", "reps", "each", "count", "during", "position" }

function moving.move(given)
  local a = check.arguments("move", given, move_allowed)
  local side = check.side("move", a.side)
  local forms = words.forms("move", a[1] or a.text, side, a.short)
  local reps = check.whole("move", "reps", a.reps, 8, 1, 200)
  local each = check.number("move", "each", a.each, 3, 0.5, 60)
  local count = check.boolean("move", "count", a.count, false)
  local wanted = check.position("move", a.position)
  local length, entries = time.frames(each * reps), {}
  during.add("move", a.during, length, side, entries)
  for rep = 1, reps do
    local at = length * (rep - 1) // reps
    if count then
      entries[#entries + 1] = { at = at, speaks = true, run = function()
        speech.adorn("move", words.number(rep) .. ".")
      end }
    elseif rep > reps - 3 and reps > 3 then
      entries[#entries + 1] = { at = at, run = function()
        time.tone { name = "tick" }
      end }
    end
  end
  fill_silence(entries, length, length, false)
  position.take("move", wanted)
  steps.leaf({ kind = "move", title = forms.text, side = side, dose = length }, function()
    counted(length, entries, function()
      speech.tell("move", forms, false)
    end)
  end)
  return reps * each
end

local kinds = { "effleurage", "petrissage", "friction", "tapotement", "vibration", "deep", "myofascial" }
--- stroke{}: strokes, kneads or taps a place for a time.
---   1 place: which point of the atlas, or where in your words
---   point, text place: the same by its name
---   short text: of a text: what is said to those who know it
---   kind effleurage|petrissage|friction|tapotement|vibration|deep|myofascial ("effleurage"): how
---   side side: of the body
---   seconds number 5–600 (60): how long
---   tempo number 4–120: strokes a minute, with a soft beat; left out: no beat
---   during during: what is said or done at times within it
---   position position: taken before it
---   returns `{ outcome: tprun.outcome }`: what became of it
local stroke_allowed = check.allow { 1, "point", "text", "short", "kind", "side", "seconds", "tempo", "during",
  "position" }

-- One soft beat for each stroke of `tempo` a minute.
local function beats(entries, length, tempo)
  local gap = time.rate * 60 / tempo
  local at, beat = time.frames(5), 0
  while at < length do
    entries[#entries + 1] = { at = at, run = function()
      time.tone { name = "tick", gain_db = -8 }
    end }
    beat = beat + 1
    at = time.frames(5) + math.floor(gap * beat + 0.5)
  end
end

-- Side and place at every level, and how for those who want words.
local function stroke_words(target, side, kind)
  local now = level.now(target.about)
  return (side and side_names.alone(side, now < level.normal) .. " " or "") .. points.named(target, now)
    .. (now < level.normal and "" or " " .. phrases.strokes[kind])
end

function moving.stroke(given)
  local a = check.arguments("stroke", given, stroke_allowed)
  local side = check.side("stroke", a.side)
  local target = points.target("stroke", a, side)
  local kind = check.one_of("stroke", "kind", a.kind, "effleurage", kinds)
  local seconds = check.number("stroke", "seconds", a.seconds, 60, 5, 600)
  local tempo = check.number("stroke", "tempo", a.tempo, nil, 4, 120)
  local wanted = check.position("stroke", a.position)
  if choices.without(side) then
    return { outcome = "left_out" }
  end
  local length, entries = time.frames(seconds), {}
  during.add("stroke", a.during, length, side, entries)
  if tempo then
    beats(entries, length, tempo)
  else
    fill_silence(entries, length, length, false)
  end
  rules.before_press()
  position.take("stroke", wanted)
  local done = steps.leaf({ kind = "stroke", title = target.name, side = side, point = target.id,
    dose = length }, function()
    counted(length, entries, function()
      speech.speak("stroke", stroke_words(target, side, kind), speech.instruction, false)
    end)
  end)
  return { outcome = done and "done" or "skipped" }
end

return moving
