-- limits = { pressure = 3, seconds = 20, reps = 1 } of routine{}: they only ever tighten.
local check = require "check"

local limits = {}

--- type limits{}: what no hold of the routine may pass. They only ever tighten.
---   pressure number 0–10: as felt
---   seconds number 5–90: of one press
---   reps number 1–6: repetitions
local most = {}
local known = { pressure = { 0, 10 }, seconds = { 5, 90 }, reps = { 1, 6 } }

function limits.set(value)
  if value == nil then
    return
  end
  local given = check.arguments("routine: limits", value, { pressure = true, seconds = true, reps = true })
  for name, range in pairs(known) do
    most[name] = check.number("routine", "limits." .. name, given[name], nil, range[1], range[2])
  end
end

local function tighter(name, value)
  return most[name] and math.min(most[name], value) or value
end

function limits.pressure(value)
  return tighter("pressure", value)
end

function limits.seconds(value)
  return tighter("seconds", value)
end

function limits.reps(value)
  return math.tointeger(tighter("reps", value)) or 1
end

return limits
