-- Nothing is silent for long: a soft breath where there is nothing to say.
local time = require "time"
local breath = require "breath"

local quiet = {}

local SHORT = time.frames(15)   -- a quiet of at most this is left as it is
local SOON = time.frames(8)     -- in a longer one the breath begins after this
local MOST = time.frames(18)    -- so long after the last sound something is heard again
local BREATH = time.frames(10)
local LEAST = time.frames(6)    -- of a breath, where there is room
local BRIEFEST = time.frames(1.25) -- and in any case, or its sounds could not be made
local LONG = time.frames(300)   -- a longer one is a pause of the author's own, and silent

-- Adds breaths to `entries` (see time.play) for `length` frames from now on, in which little else is
-- heard.
function quiet.fill(entries, length)
  local latest = MOST - math.max(0, time.now() - time.heard())
  if length > LONG or length <= math.max(0, math.min(SHORT, latest)) then
    return
  end
  if length > SHORT then
    local from = math.max(0, math.min(SOON, latest))
    breath.add(entries, from, length - from, breath.count((length - from) / time.rate))
  else
    local from = math.max(0, math.min(latest, length - LEAST))
    breath.add(entries, from, math.max(BRIEFEST, math.min(BREATH, length - from)), 1)
  end
end

-- Waits until frame `at`.
function quiet.wait_to(at)
  local entries = {}
  quiet.fill(entries, at - time.now())
  time.play(at - time.now(), entries)
end

return quiet
