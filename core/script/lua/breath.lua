-- The breath grid: a whole number of breaths, in to out 4:6, ending on an out-breath.
local time = require "time"

local breath = {}

local NEAREST, SHORTEST, LONGEST = 10, 6, 15 -- seconds of one breath
local IN = 0.4 -- part of a breath that goes in

-- How many breaths `seconds` holds: whole ones of 6–15 s, each as near to 10 s as can be.
function breath.count(seconds)
  local best, distance
  for count = 1, math.max(1, math.ceil(seconds / SHORTEST)) do
    local each = seconds / count
    local off = math.abs(each - NEAREST)
    if each >= SHORTEST and each <= LONGEST and (not best or off < distance) then
      best, distance = count, off
    end
  end
  return best or math.max(1, math.floor(seconds / NEAREST + 0.5))
end

-- Adds `count` breaths over `length` frames to `entries`, from frame `from` on; `run` takes the frame at
-- which they sound, now when it is left out. Returns the frame of each out-breath.
function breath.add(entries, from, length, count, part_in)
  local outs = {}
  for index = 0, count - 1 do
    local start = from + length * index // count
    local finish = from + length * (index + 1) // count
    local turn = start + math.floor((finish - start) * (part_in or IN) + 0.5)
    entries[#entries + 1] = { at = start, fleeting = true, run = function(at)
      time.tone { name = "inhale", length = turn - start, at = at }
    end }
    entries[#entries + 1] = { at = turn, fleeting = true, run = function(at)
      time.tone { name = "exhale", length = finish - turn, at = at }
    end }
    outs[#outs + 1] = turn
  end
  return outs
end

return breath
