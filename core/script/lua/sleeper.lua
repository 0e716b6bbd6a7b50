-- Who lies on a ball or a roller presses on when falling asleep: such a hold is short, and its end is told
-- until it is answered.
local time = require "time"
local steps = require "steps"
local speech = require "speech"
local phrases = require "phrases"

local sleeper = {}

sleeper.longest = 60 -- seconds of such a hold

local ANSWER = time.frames(8)
local LOUDER = { 0, 4, 8 } -- dB, each time that it is told

-- Whether the pressure goes on when the person lets go: the body lies on the tool.
function sleeper.may_stay(entry, tool)
  local ends = entry.self_ending and entry.self_ending[tool]
  return ends == false or ends == nil and phrases.off[tool] ~= nil
end

-- The step that gets the person off the tool.
function sleeper.wake(info, tool)
  local text = phrases.off[tool]
  steps.leaf({ kind = "ask", verb = "hold", title = text, side = info.side, point = info.point,
    within = true }, function()
    for _, gain_db in ipairs(LOUDER) do
      speech.speak("hold", text, speech.safety, true, nil, gain_db)
      if time.ask { kind = "ready", text = text, timeout = ANSWER, assume = true } then
        return
      end
    end
  end)
end

return sleeper
