-- What a hold does with its sensor: whether it is felt, and what a repetition means for the next.
local check = require "check"
local steps = require "steps"
local speech = require "speech"
local phrases = require "phrases"
local time = require "time"
local rest = require "rest"
local between = require "between"
local asking = require "asking"
local memory = require "memory"
local sensors = require "sensors"
local band = require "band"
local felt = require "felt"
local guiding = require "guiding"
local level = require "level"
local choices = require "choices"

local sensing = {}

local CAPS = 2        -- presses over the ceiling at one place, and it is left for today
local LONG_REST = 60  -- seconds after a press that was too much
local MUCH, TOO_MUCH = 7, 8 -- of ten: lighter from now on; no more
local RISE = 2        -- more than at first: lighter
local LIGHTER, MUCH_LIGHTER = 0.88, 0.8 -- clinical 6.6, as engine/press.h within a repetition
local NEAR = 6        -- so much, and the next one is asked about too
local BRIEFLY = 5     -- seconds of rest after a question, at least
--- type check_in during|rest|never: when the discomfort is asked for
local CHECK_INS = { "during", "rest", "never" }

local caps = {} -- by spot: presses over the ceiling
local in_vain   -- a question of how sore it was had no answer: none is put again

-- What hold{} says of the sensor, checked, in `h`.
function sensing.settle(h, a)
  h.on_lost = check.one_of("hold", "on_lost", a.on_lost, "clock", { "clock", "skip", "finish" })
  h.check_in = check.one_of("hold", "check_in", a.check_in, "rest", CHECK_INS)
  h.sensor = a.sensor ~= nil and sensors.name_of("hold", a.sensor, "sensor") or a.band ~= nil and "pressure" or nil
  if not h.sensor then
    for _, key in ipairs { "on_lost", "check_in" } do
      if a[key] ~= nil then
        check.fail("hold", "%s is for a hold with a sensor", key)
      end
    end
    return
  end
  band.check("hold", h.target)
  h.band = band.settle(a.band, h.target, h.side, h.tool)
  h.softer = 0
end

-- A sensor that is not there is told once, in words of their own.
local function tell_missing(h)
  if not steps.loose(phrases.titles.sensor, true) then
    sensors.tell_lost(h.sensor, true)
  end
end

-- The band, as the person wants it by keys: 12 % lower a step softer, never over what the author wants.
local function softened(h)
  local softer = math.max(0, -prim.strength(h.spot))
  if softer ~= h.softer then
    band.move(h.band, LIGHTER ^ (softer - h.softer))
    h.softer = softer
  end
  return h.band
end

-- One repetition that is felt, as felt.repetition; nil: it goes by the clock. `text` gives the words to
-- begin with where the band is open, `comment` the one within.
function sensing.repetition(h, rep, info, text, comment)
  if not h.sensor or not sensors.may_feel() then
    return nil
  elseif not sensors.is_there(h.sensor) then
    tell_missing(h)
    return nil
  end
  local had, done = felt.repetition(h, info, {
    ahead = function()
      softened(h)
      if h.band.open then
        return text()
      end
      return guiding.ahead(h, rep)
    end,
    band = function()
      return softened(h)
    end,
    comment = function()
      return comment(h)
    end,
    after = guiding.after,
  })
  if had.low then -- the band as it became within
    h.band.low, h.band.high, h.softer = had.low, had.high, math.max(0, -had.strength)
  end
  return had, done
end

-- In the rest after it: what became of the sensor.
function sensing.tell(h, had)
  if had.how == "sensor_lost" then
    sensors.tell_lost(h.sensor, h.on_lost == "clock")
  end
end

-- Why no repetition comes after the `rep`th; nil: one may, or that was the last.
function sensing.ends(h, had, rep)
  if had.how == "cap" then
    caps[h.spot] = (caps[h.spot] or 0) + 1
  end
  if had.how == "too_high" or had.how == "no_change" or had.how == "eased" then
    return had.how
  elseif had.how == "cap" and (caps[h.spot] >= CAPS or rep == h.reps) then
    return "cap"
  elseif had.how == "sensor_lost" and h.on_lost ~= "clock" then
    return "sensor_lost"
  end
end

-- After a press that was too much: a minute, and whether something is wrong.
function sensing.look_after(info)
  local tell = info.tell
  info.tell = function()
    tell()
    speech.instruct("hold", phrases.too_much)
  end
  rest.quietly(info, time.frames(LONG_REST))
  if choices.unanswered() then
    if not steps.loose(phrases.titles.sensor, true) then
      speech.instruct("hold", phrases.symptom_unasked)
    end
  elseif asking.verb { phrases.symptom, kind = "yes_no", default = false, assume = false } then
    memory.note { symptom = phrases.symptom }
    steps.finish { text = phrases.see_somebody, outcome = "symptom" }
  end
end

-- No repetition is left: what comes instead.
function sensing.leave(h, info, had)
  if had.how == "cap" or had.how == "too_high" then
    sensing.look_after(info)
  elseif had.how == "sensor_lost" and h.on_lost == "finish" then
    steps.finish { outcome = "sensor_lost" }
  else
    between.owe(info, h.rest)
  end
end

-- By how it felt the next one gets lighter, never firmer; true: no more of it.
local function adjust(h, answer)
  h.first = h.first or answer
  if answer >= MUCH then
    band.move(h.band, LIGHTER)
  elseif answer >= h.first + RISE then
    band.move(h.band, MUCH_LIGHTER)
  end
  return answer >= TOO_MUCH
end

-- Whether to ask: after the first press of a place, and while it is much; nobody who wants few words, and
-- nobody who does not answer.
local function asks(h)
  return h.check_in == "rest" and not in_vain and not choices.unanswered() and (h.told or NEAR) >= NEAR
    and level.now(h.target.about) >= level.normal
end

-- "How sore was that?", within the rest.
local function ask_in_rest(h, info, result)
  local start = time.now()
  local answer = asking.verb { phrases.how_sore, assume = 4 }
  in_vain = answer == nil
  h.told = answer
  result.discomfort = answer or result.discomfort
  local much = answer and adjust(h, answer)
  local left = h.rest - (time.now() - start) / time.rate
  left = math.max(math.min(BRIEFLY, h.rest), left)
  if not much then
    rest.between(info, left)
    return false
  end
  if not steps.loose(phrases.titles.sensor, true) then
    speech.instruct("hold", phrases.enough)
  end
  between.owe(info, left)
  return true
end

-- The rest before the next repetition; true when there is to be none.
function sensing.between(h, info, had, result)
  if had.how == "cap" then
    sensing.look_after(info)
  elseif had.how == "time" and asks(h) then
    return ask_in_rest(h, info, result)
  else
    rest.between(info, h.rest)
  end
  return false
end

return sensing
