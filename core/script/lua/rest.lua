-- Rests: silence with a soft breath, and what the verb itself knows.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local speech = require "speech"
local quiet = require "quiet"
local level = require "level"
local phrases = require "phrases"
local during = require "during"
local timers = require "timers"
local position = require "position"
local sensors = require "sensors"

local rest = {}

local TOLD = time.frames(10) -- before its end it is told that one more comes
local BRIEFLY = time.frames(4)

-- A rest of `length` frames after a press. `info`: what that step was begun with, and what there is to `tell`.
local function after_press(info, length, entries)
  steps.leaf({ kind = "rest", title = phrases.titles.rest, side = info.side, point = info.point,
    pressure = info.pressure, pressure_max = info.pressure_max, spot = info.spot, priority = info.priority,
    dose = length, within = true }, function()
    sensors.tell_back()
    info.tell()
    sensors.tell_back_within(length, entries)
    time.play(length, entries)
  end)
end

-- With one more press to come, which is told to those who want words.
function rest.between(info, seconds)
  local length, entries = time.frames(seconds), {}
  local wordless = level.now(info.point and "point " .. info.point) < level.normal
  if wordless then
    quiet.fill(entries, length)
  elseif length >= time.frames(12) then
    entries[1] = { at = length - TOLD, run = function()
      speech.adorn("rest", phrases.once_more_in_ten)
    end }
    quiet.fill(entries, length - TOLD)
  elseif length >= time.frames(5) then
    entries[1] = { at = length - BRIEFLY, run = function()
      speech.adorn("rest", phrases.once_more)
    end }
  end
  if length > 0 then
    after_press(info, length, entries)
  end
end

-- With nothing to tell.
function rest.quietly(info, length)
  local entries = {}
  quiet.fill(entries, length)
  after_press(info, length, entries)
end

--- rest{}: rest(15) or rest{…}: quiet, with a soft breath now and then.
---   1 number 0–86400: seconds
---   seconds number 0–86400 (15): the same by its name
---   text words: said at the start, within the time
---   short text: what is said to those who know it; "" says nothing to them
---   during during: what is said or done at times within it
---   position position: taken before it
local allowed = check.allow { 1, "seconds", "text", "short", "during", "position" }

-- rest(15), rest{ seconds = 15, text = "…" }
function rest.verb(given)
  local a = check.arguments("rest", type(given) == "number" and { seconds = given } or given, allowed)
  local seconds = check.number("rest", "seconds", a.seconds or a[1], 15, 0, 86400)
  if a.short ~= nil and a.text == nil then
    check.fail("rest", "short is the short form of a text: give the text too")
  end
  local forms = a.text and words.forms("rest", a.text, nil, a.short)
  local wanted = check.position("rest", a.position)
  local length = time.frames(seconds)
  local at_top = steps.at_top()
  position.take("rest", wanted)
  steps.leaf({ kind = "rest", title = phrases.titles.rest, dose = length }, function()
    sensors.tell_back()
    if forms then
      speech.tell("rest", forms, false)
    end
    local entries = {}
    during.add("rest", a.during, length, nil, entries)
    quiet.fill(entries, length)
    sensors.tell_back_within(length, entries)
    time.play(length, entries, at_top and timers.wait_to)
  end)
end

return rest
