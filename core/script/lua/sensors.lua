-- Devices as a routine sees them: what they measure, what they are set to, whether they are there.
--
-- A device that is missing is no mistake: the routine is told, and goes on without.
local check = require "check"
local steps = require "steps"
local speech = require "speech"
local phrases = require "phrases"
local choices = require "choices"

local sensors = {}

local NONE = "no such device"
local lost = {}  -- by name: it was told that it is gone
local order = {} -- the names, as they were lost first

-- A device's name, checked; `key` is where it was given, if it has a name.
local function name_of(verb, name, key)
  if type(name) ~= "string" or not name:find("^[%w_%-.:]+$") or #name > 120 then
    check.fail(verb, "%s is named by its role or id, such as \"pressure\", got %s", key and "the " .. key or "a device",
      check.shown(name))
  end
  return name
end
sensors.name_of = name_of

--- sensor(name): what a device measures now.
---   name text: its role, such as "pressure", or its id
---   returns `number?, string, string|number?`: the value, its unit and the seconds since it was measured; or nil, what
---     is the matter and its code
function sensors.sensor(name)
  name = name_of("sensor", name)
  local value = prim.input("sensor", name)
  if value == nil then
    return nil, NONE, "ENODEV"
  end
  return value, prim.input("unit", name) or "", prim.input("age", name) or 0
end

--- set(channel, value): puts a device to a value, until the step ends or time stands.
---   channel text: the device's role or id; and, where it has several, a dot and the channel: "light.colour"
---   value `number|string|nil`: 0–1 or as the device says, a colour such as "#ff8000", or a text; nil lets go
---   returns `boolean?, string?, string?`: true; or nil, what is the matter and its code
function sensors.set(channel, value)
  channel = name_of("set", channel)
  local kind = type(value)
  if kind ~= "number" and kind ~= "string" and kind ~= "nil" then
    check.fail("set", "takes a number, a colour such as \"#ff8000\", a text or nil, got %s", check.shown(value))
  end
  if kind == "number" and (value ~= value or value == math.huge or value == -math.huge) then
    check.fail("set", "a number must be finite, got %s", check.shown(value))
  end
  if steps.loose(phrases.titles.set) then
    return true
  end
  if not prim.set(channel, value) then
    return nil, NONE, "ENODEV"
  end
  return true
end

-- Whether holds are felt in this run at all: nobody feels one through a recording.
function sensors.may_feel()
  return not choices.recording()
end

-- Whether the sensor is there now. Ends the session where the person wants none without it.
function sensors.is_there(name)
  local there = prim.input("device", name) == true
  if not there and choices.require_sensor() then
    prim.refuse_device(("the sensor '%s' is not there; tprun devices tells what is"):format(name))
  end
  return there
end

-- It is gone: told once. `goes_on`: by the clock.
function sensors.tell_lost(name, goes_on)
  if not lost[name] then
    order[#order + 1] = lost[name] == nil and name or nil
    lost[name] = true
    speech.speak("hold", goes_on and phrases.sensor_lost or phrases.sensor_silent, speech.instruction, true)
  end
end

-- Within a rest: those that were lost and are back.
function sensors.tell_back()
  for _, name in ipairs(order) do
    if lost[name] and prim.input("device", name) == true then
      lost[name] = false
      speech.speak("rest", phrases.sensor_back, speech.instruction, false)
    end
  end
end

-- The same in the middle of a rest of `length` frames, when there is one to look for.
function sensors.tell_back_within(length, entries)
  if #order > 0 then
    entries[#entries + 1] = { at = length // 2, run = sensors.tell_back }
  end
end

return sensors
