-- warm_up{}, move{}, stroke{}: the body moves or is stroked for a counted time.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local points = require "points"
local speech = require "speech"
local breath = require "breath"
local during = require "during"
local phrases = require "phrases"
local choices = require "choices"

local moving = {}

local QUIET = 16 -- seconds after which something is heard again
local LAST = { 3, 2, 1 } -- seconds before the end at which a movement ticks
local BREATH = time.frames(10)

local function encouragement(entries, at)
  entries[#entries + 1] = { at = at, run = function()
    speech.adorn("move", speech.one_of(phrases.moving))
  end }
end

local function soft_breath(entries, at, length)
  if at + BREATH <= length then
    breath.add(entries, at, BREATH, 1)
  end
end

-- Calls `add(entries, at, length)` between what is said anyhow, so that it is never silent for long.
local function fill_silence(entries, length, add)
  local said = { length }
  for _, entry in ipairs(entries) do
    said[#said + 1] = entry.speaks and entry.at or nil
  end
  table.sort(said)
  local from = 0
  for _, to in ipairs(said) do
    local parts = math.ceil((to - from) / time.frames(QUIET))
    for part = 1, parts - 1 do
      add(entries, from + (to - from) * part // parts, length)
    end
    from = to
  end
end

local function ticks(entries, length)
  for _, before in ipairs(LAST) do
    if length >= time.frames(10) then
      entries[#entries + 1] = { at = length - time.frames(before), run = function()
        prim.tone { name = "tick" }
      end }
    end
  end
end

-- The words at the start, then the time, all within `length`.
local function counted(verb, text, length, entries)
  table.insert(entries, 1, { at = 0, run = function()
    prim.tone { name = "start" }
    speech.speak(verb, text, speech.instruction, false)
  end })
  time.play(length, entries)
end

local warm_allowed = check.allow { 1, "text", "seconds", "how", "side", "during", "position" }

function moving.warm_up(given)
  local a = check.arguments("warm_up", given, warm_allowed)
  local side = check.side("warm_up", a.side)
  local text = words.text("warm_up", a[1] or a.text or "Move gently, and get warm.", side)
  local seconds = check.number("warm_up", "seconds", a.seconds, 60, 1, 1800)
  local how = check.one_of("warm_up", "how", a.how, "movement", { "movement", "heat", "strokes" })
  check.position("warm_up", a.position)
  local length, entries = time.frames(seconds), {}
  during.add("warm_up", a.during, length, side, entries)
  fill_silence(entries, length, how == "heat" and soft_breath or encouragement)
  if how == "movement" then
    ticks(entries, length)
  end
  steps.leaf({ kind = "warm_up", title = text, side = side, dose = length }, function()
    counted("warm_up", text, length, entries)
  end)
  return seconds
end

local move_allowed = check.allow { 1, "text", "side", "reps", "each", "count", "during", "position" }

function moving.move(given)
  local a = check.arguments("move", given, move_allowed)
  local side = check.side("move", a.side)
  local text = words.text("move", a[1] or a.text, side)
  local reps = check.whole("move", "reps", a.reps, 8, 1, 200)
  local each = check.number("move", "each", a.each, 3, 0.5, 60)
  local count = check.boolean("move", "count", a.count, false)
  check.position("move", a.position)
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
        prim.tone { name = "tick" }
      end }
    end
  end
  fill_silence(entries, length, encouragement)
  steps.leaf({ kind = "move", title = text, side = side, dose = length }, function()
    counted("move", text, length, entries)
  end)
  return reps * each
end

local kinds = { "effleurage", "petrissage", "friction", "tapotement", "vibration", "deep", "myofascial" }
local stroke_allowed = check.allow { 1, "point", "text", "kind", "side", "seconds", "tempo", "during", "position" }

-- One soft beat for each stroke of `tempo` a minute.
local function beats(entries, length, tempo)
  local gap = time.rate * 60 / tempo
  local at, beat = time.frames(5), 0
  while at < length do
    entries[#entries + 1] = { at = at, run = function()
      prim.tone { name = "tick", gain_db = -8 }
    end }
    beat = beat + 1
    at = time.frames(5) + math.floor(gap * beat + 0.5)
  end
end

function moving.stroke(given)
  local a = check.arguments("stroke", given, stroke_allowed)
  local side = check.side("stroke", a.side)
  local target = points.target("stroke", a, side)
  local kind = check.one_of("stroke", "kind", a.kind, "effleurage", kinds)
  local seconds = check.number("stroke", "seconds", a.seconds, 60, 5, 600)
  local tempo = check.number("stroke", "tempo", a.tempo, nil, 4, 120)
  check.position("stroke", a.position)
  if choices.without(side) then
    return { outcome = "left_out" }
  end
  local length, entries = time.frames(seconds), {}
  during.add("stroke", a.during, length, side, entries)
  if tempo then
    beats(entries, length, tempo)
  else
    fill_silence(entries, length, encouragement)
  end
  local name = target.name .. (target.name:find("[.!?]$") and "" or ".")
  local text = (side and phrases.side[side] .. " " or "") .. name .. " " .. phrases.strokes[kind]
  local done = steps.leaf({ kind = "stroke", title = target.name, side = side, point = target.id,
    dose = length }, function()
    counted("stroke", text, length, entries)
  end)
  return { outcome = done and "done" or "skipped" }
end

return moving
