-- Rests: silence with a soft breath, and what the verb itself knows.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local speech = require "speech"
local breath = require "breath"
local phrases = require "phrases"
local during = require "during"
local timers = require "timers"

local rest = {}

local QUIET = 15 -- seconds of a rest after which a breath is heard
local LONG = 300 -- a longer one is a pause of the author's own, and silent

-- Breaths for the part of a rest in which nothing else is to be heard.
local function breathe_softly(entries, seconds)
  local from = 8
  if seconds > QUIET and seconds <= LONG then
    breath.add(entries, time.frames(from), time.frames(seconds - from), breath.count(seconds - from))
  end
end

-- The rest between two repetitions or after the last; `again` says that one more comes.
function rest.between(info, seconds, again)
  local length = time.frames(seconds)
  if length == 0 then
    return
  end
  steps.leaf({ kind = "rest", title = "Rest", side = info.side, point = info.point,
    pressure = info.pressure, pressure_max = info.pressure_max, spot = info.spot, priority = info.priority,
    dose = length }, function()
    local entries = {}
    if again and seconds >= 12 then
      entries[1] = { at = length - time.frames(10), run = function()
        speech.adorn("rest", phrases.once_more_in_ten)
      end }
    elseif again and seconds >= 5 then
      entries[1] = { at = length - time.frames(4), run = function()
        speech.adorn("rest", phrases.once_more)
      end }
    end
    breathe_softly(entries, seconds - (again and 10 or 0))
    time.play(length, entries)
  end)
end

local allowed = check.allow { 1, "seconds", "text", "short", "during", "position" }

-- rest(15), rest{ seconds = 15, text = "…" }
function rest.verb(given)
  local a = check.arguments("rest", type(given) == "number" and { seconds = given } or given, allowed)
  local seconds = check.number("rest", "seconds", a.seconds or a[1], 15, 0, 86400)
  if a.short ~= nil and a.text == nil then
    check.fail("rest", "short is the short form of a text: give the text too")
  end
  local forms = a.text and words.forms("rest", a.text, nil, a.short)
  check.position("rest", a.position)
  local length = time.frames(seconds)
  local at_top = steps.at_top()
  steps.leaf({ kind = "rest", title = "Rest", dose = length }, function()
    if forms then
      speech.tell("rest", forms, false)
    end
    local entries = {}
    during.add("rest", a.during, length, nil, entries)
    breathe_softly(entries, seconds)
    time.play(length, entries, at_top and timers.wait_to)
  end)
end

return rest
