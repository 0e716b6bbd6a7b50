-- Time to get somewhere, which the person may end: "I am there". In a recording it takes its time.
local time = require "time"
local quiet = require "quiet"
local choices = require "choices"

local ready = {}

-- Waits `length` frames, or until the person is there; with a breath when that is long.
function ready.wait(length)
  local start, breaths = time.now(), {}
  quiet.fill(breaths, length)
  for _, breath in ipairs(breaths) do
    breath.run(start + breath.at) -- an answer ends them
  end
  if choices.recording() then
    time.wait_to(start + length)
  elseif length > 0 then
    time.ask { kind = "ready", text = "", implied = true, timeout = length }
  end
end

return ready
