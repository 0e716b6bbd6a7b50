-- What lies between one press and what follows it: the rest, and in it the change of side or point.
--
-- The last rest of a hold is only owed at first: what comes next decides how it is spent. A new side is
-- told in it, another point is looked for in it; whatever else comes, comes after it. A side that
-- sides() has come to is told when something is done there, never for nothing.
local time = require "time"
local steps = require "steps"
local speech = require "speech"
local rest = require "rest"
local quiet = require "quiet"
local level = require "level"
local side_names = require "side_names"
local choices = require "choices"
local sensors = require "sensors"

local between = {}

local CHANGE = 5     -- seconds to change sides at least, not counted
local SIDE_TONE = time.frames(0.9)
local LOOKING = time.frames(15) -- of a rest, at most, for looking for the next point

local owed      -- { info, at }: a rest to the frame `at`, not taken yet
local current   -- side that the person is at
local coming    -- side that is to be told
local announced -- side that was just said

-- The rest after a hold's last press; `info` as for rest.quietly.
function between.owe(info, seconds)
  owed = seconds > 0 and { info = info, at = time.now() + time.frames(seconds) } or nil
end

-- From here on everything is done at `side`.
function between.turn_to(side)
  coming = side
end

local function tell(side, finish)
  time.tone { name = "side", toward = side == "left" and -1 or side == "right" and 1 or 0 }
  time.wait_to(time.now() + SIDE_TONE)
  speech.speak("sides", side_names.change(side, level.now() < level.normal), speech.instruction, true)
  sensors.tell_back()
  quiet.wait_to(finish)
end

local function change()
  local side, spent = coming, owed and owed.info or {}
  coming = nil
  if not side or side == current or not current then
    current = side or current
    return
  end
  local finish = math.max(time.now() + choices.unhurried(CHANGE), owed and owed.at or 0)
  owed, current = nil, side
  steps.leaf({ kind = "rest", verb = "sides", title = side_names.change(side), side = side,
    pressure = spent.pressure, pressure_max = spent.pressure_max, spot = spent.spot, priority = spent.priority,
    dose = finish - time.now(), within = true }, function()
    tell(side, finish)
  end)
  announced = side
end

local function rest_to(info, at)
  if at > time.now() then
    rest.quietly(info, at - time.now())
  end
end

-- All of it, before something that is not a press.
steps.ahead = function()
  change()
  local now = owed
  owed = nil
  if now then
    rest_to(now.info, now.at)
  end
end

-- The routine is over: what is owed is taken; a side at which nothing was done is not told.
steps.last = function(left)
  coming = nil
  if left then
    owed = nil
  end
  steps.ahead()
end

-- For the next press: changes sides, and gives the frame before which nothing is to be pressed again.
function between.take()
  change()
  local now = owed
  owed = nil
  if not now then
    return 0
  end
  if now.at - time.now() > LOOKING then
    rest_to(now.info, now.at - LOOKING)
  end
  return now.at
end

-- The side as it is said ahead of a name at the level `now`: nothing when it was just said.
function between.name_side(side, now)
  local said = side and side ~= announced and side_names.alone(side, now < level.normal) .. " " or ""
  announced = side
  current = side or current
  return said
end

return between
