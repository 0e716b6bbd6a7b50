-- How hard a hold presses, in newtons: its band, and the ceiling that nothing may pass.
--
-- The ceilings are those of the atlas, for a fingertip of 1–2 cm² (clinical 6.4: this program's own
-- convention, no clinician has signed them off). They only ever get lower.
local check = require "check"

local band = {}

--- type band `number[]|string`: {18, 22} newtons, or "light" or "default": parts of the threshold that
---     routines/calibrate.lua found for the place
local PARTS = { light = { 0.6, 0.9 }, default = { 0.9, 1.1 } } -- of the threshold
local UNKNOWN = 15  -- newtons: the ceiling of a place that the atlas does not know, the lowest that it has
local WIDER = 2     -- a ball or roller spreads the force: at most so much more
local BELOW = 0.9   -- of the ceiling: the upper edge of a band that is not given
local LEAST = 2     -- newtons: less is hardly felt by a sensor
local NARROWEST = 2 -- newtons between the edges
local PER_CM2 = 9.8 -- newtons a second on 1 cm², as which a threshold is measured (S5)
local CONTACT = { fingers = 1.5, thumb = 1.5, knuckle = 1.5, cane = 2, ball = 5, roller = 10 } -- cm²

local function edges(value, ceiling)
  if type(value) ~= "table" or #value ~= 2 then
    local near = type(value) == "string" and prim.nearest(value, { "light", "default" })
    check.fail("hold", "band must be {from, to} in newtons, \"light\" or \"default\", got %s%s", check.shown(value),
      near and ("; did you mean \"" .. near .. "\"?") or "")
  end
  local low = check.number("hold", "band: from", value[1], nil, 1, 100)
  local high = check.number("hold", "band: to", value[2], nil, 1, 100)
  if high < low then
    check.fail("hold", "band goes from the lower to the higher, got %s to %s", check.shown(low), check.shown(high))
  elseif high - low < NARROWEST then
    check.fail("hold", "band must be at least %d N wide, got %s to %s", NARROWEST, check.shown(low), check.shown(high))
  end
  if high >= ceiling then
    check.fail("hold", "band must stay under %d N here, got %s", ceiling, check.shown(high))
  end
  return low, high
end

-- Of a place and side: what was found is kept by this name.
function band.spot(target, side)
  return target.spot .. " " .. (side or "both")
end

-- What was found in this session: the program's own memory is that of before it.
local found = {}

function band.found(spot, newtons)
  found[spot] = newtons
end

-- Newtons that no press may pass at this place with this tool.
function band.ceiling(target, tool)
  local ceiling = target.entry and target.entry.ceiling or UNKNOWN
  return (tool == "ball" or tool == "roller") and ceiling * WIDER or ceiling
end

-- Rise in newtons a second that is too steep.
function band.steep(tool)
  return PER_CM2 * CONTACT[tool]
end

local function bounded(b)
  b.most_low, b.most_high = b.low, b.high
  return b
end

-- The band of a hold: { low, high, ceiling, steep, light, open }. Where nothing was found of the person yet, a
-- relative one is `open`: the sensor then only sees that there is pressure, and not too much.
function band.settle(value, target, side, tool)
  local ceiling = band.ceiling(target, tool)
  local b = { ceiling = ceiling, steep = band.steep(tool), light = value == "light" }
  local parts = PARTS[value or "default"]
  if not parts then
    b.low, b.high = edges(value, ceiling)
    return bounded(b)
  end
  local spot = band.spot(target, side)
  local threshold = found[spot] or prim.input("threshold", spot)
  b.low = threshold and math.max(threshold * parts[1], LEAST) or LEAST
  b.high = math.min(threshold and threshold * parts[2] or ceiling, ceiling * BELOW)
  if b.high - b.low < NARROWEST then
    b.low = math.max(LEAST, b.high - NARROWEST)
    b.high = math.max(b.high, b.low + NARROWEST)
  end
  b.open = threshold == nil
  return bounded(b)
end

-- Both edges of `b` by a part lower, or by more than 1 higher again: never over what they were at first.
function band.move(b, by)
  b.low = math.min(b.most_low, math.max(LEAST, b.low * by))
  b.high = math.min(b.most_high, math.max(b.low + NARROWEST, b.high * by))
end

-- A place with maxima of its own; raises where none may be felt, such as one that is only pinched.
function band.check(verb, target)
  if target.entry and target.entry.ceiling == false then
    check.fail(verb, "%s is never pressed by force: it takes no sensor", target.id)
  end
end

return band
