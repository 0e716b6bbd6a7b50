-- Who lies on a ball or a roller presses on when falling asleep: such a hold is short, and its end is told
-- until it is answered; in a recording, which hears no answer, once more, and louder.
local time = require "time"
local steps = require "steps"
local speech = require "speech"
local phrases = require "phrases"
local choices = require "choices"

local sleeper = {}

sleeper.longest = 60 -- seconds of such a hold

local ANSWER = time.frames(8)
local LOUDER = { 0, 4, 8 } -- dB, each time that it is told
local RECORDED = { 0, 8 }
local MOVE = time.frames(4) -- to get off, in a recording

-- Whether the pressure goes on when the person lets go: the body lies on the tool.
function sleeper.may_stay(entry, tool)
  local ends = entry.self_ending and entry.self_ending[tool]
  return ends == false or ends == nil and phrases.off[tool] ~= nil
end

-- Whether the person is off, as far as that can be known.
local function is_off(text)
  if choices.recording() then
    time.wait_to(time.now() + MOVE)
    return false
  end
  return time.ask { kind = "ready", text = text, timeout = ANSWER, assume = true }
end

-- The step that gets the person off the tool.
function sleeper.wake(info, tool)
  local text, recorded = phrases.off[tool], choices.recording()
  steps.leaf({ kind = recorded and "rest" or "ask", verb = "hold", title = text, side = info.side,
    point = info.point, within = true }, function()
    for _, gain_db in ipairs(recorded and RECORDED or LOUDER) do
      speech.speak("hold", text, speech.safety, true, nil, gain_db)
      if is_off(text) then
        return
      end
    end
  end)
end

return sleeper
