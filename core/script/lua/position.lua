-- How the person lies, sits or stands: a change is told ahead, and has time that does not count.
local time = require "time"
local steps = require "steps"
local speech = require "speech"
local ready = require "ready"
local phrases = require "phrases"
local choices = require "choices"

local position = {}

local SECONDS = { lying = 25, sitting = 10, standing = 10, wall = 14 } -- to get there, after the words
local TONE = time.frames(0.9)

local current = "sitting" -- at the keyboard

-- The words that lead from where the person is to `wanted`.
local function way(wanted)
  local forms = phrases.positions[wanted]
  return forms[current] or forms[1]
end

-- Leads to the position `wanted`, when the person is not there. It takes place within a rest that is
-- owed: see between.lua.
function position.take(verb, wanted)
  if not wanted or wanted == current then
    return
  end
  local text = way(wanted)
  current = wanted
  steps.leaf({ kind = "position", verb = verb, title = text, within = true }, function()
    time.tone { name = "side" }
    time.wait_to(time.now() + TONE)
    speech.instruct(verb, text)
    ready.wait(choices.unhurried(SECONDS[wanted]))
  end)
end

return position
