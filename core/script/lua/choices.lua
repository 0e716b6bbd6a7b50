-- What the person chose for this run: one side only, fewer repetitions, another pace. Asked for when
-- the routine first needs it, once.
local time = require "time"

local choices = {}

local other = { left = "right", right = "left" }
local asked = {}

local function chosen(key)
  if not asked[key] then
    asked[key] = { value = prim.input("choice", key) }
  end
  return asked[key].value
end

-- Whether what is done to `side` is left out.
function choices.without(side)
  local only = chosen "side"
  return only ~= nil and other[side] == only
end

-- Repetitions of `spot` where the author wants `reps`; 0: the spot is left out.
function choices.reps(spot, reps)
  return math.min(reps, chosen("reps " .. spot) or reps)
end

-- Frames of `seconds` that do not count: to get there, to change, to take words in.
function choices.unhurried(seconds)
  return time.frames(seconds * (chosen "pace" or 1))
end

-- Whether this becomes a recording. Who hears it has no key, no voice and no screen: nothing that is said
-- may speak of one, and nobody can be asked.
function choices.recording()
  return chosen "recording" == true
end

-- Whether nobody can answer a question: no key and no command reaches this session.
function choices.unanswered()
  return chosen "unanswered" == true
end

-- Whether a hold that needs a sensor must not do without.
function choices.require_sensor()
  return chosen "require_sensor" == true
end

-- What is heard all through a hold beside the breaths: "chord", or nil for nothing.
function choices.hold_sound()
  return chosen "hold_sound"
end

return choices
