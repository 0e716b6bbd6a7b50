-- Time as the verbs use it: the only file that yields to the engine.
--
-- All instants are frames of session time. A deadline is counted from the instant before it, never
-- from "now", so nothing drifts.
local time = {}

local RATE = 48000
local WAIT, SAY, ASK = 1, 2, 3
time.rate = RATE

function time.frames(seconds)
  return math.floor(seconds * RATE + 0.5)
end

time.now = prim.now

-- What to do when the person leaves a step: set by steps.lua.
time.on_skip = nil

local function await(...)
  local first, second = coroutine.yield(verb, ...)
  if first == skip then
    time.on_skip()
    return nil
  end
  return first, second
end

-- Waits until frame `at`; a frame that has passed takes no time.
function time.wait_to(at)
  if at > prim.now() then
    await(WAIT, at)
  end
end

-- Speaks one sentence: over by the frame `ends_by` or not at all, `gain_db` louder, not before the frame
-- `from`. Returns its start and length, or nil when it was not spoken.
function time.say(text, class, wait, pause, ends_by, gain_db, from)
  return await(SAY, text, class, wait, pause, ends_by, gain_db, from)
end

-- Puts the question; returns the answer or nil.
function time.ask(question)
  return (await(ASK, question))
end

-- Runs { at = frames from now, run = function } in order of time and stays for `length` frames. An
-- entry that takes long makes the ones after it late, never lost, unless they are `fleeting`; the end
-- stands. `wait` stands in for time.wait_to.
function time.play(length, entries, wait)
  local start = prim.now()
  wait = wait or time.wait_to
  for index, entry in ipairs(entries) do
    entry.order = index
  end
  table.sort(entries, function(a, b)
    if a.at ~= b.at then
      return a.at < b.at
    end
    return a.order < b.order
  end)
  for _, entry in ipairs(entries) do
    if entry.at <= length then
      wait(start + entry.at)
      if not entry.fleeting or prim.now() <= start + entry.at then
        entry.run()
      end
    end
  end
  wait(start + length)
end

return time
