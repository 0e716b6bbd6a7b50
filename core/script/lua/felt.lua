-- One press that a sensor feels: only the seconds at the right pressure count, and sound and words lead
-- to them. What is too much ends it at once.
--
-- The loop itself is the engine's (engine/press.h); here is what is said of what it finds. While it runs
-- nothing waits but time.feel, so that "let go" is never late.
local time = require "time"
local check = require "check"
local steps = require "steps"
local speech = require "speech"
local phrases = require "phrases"
local during = require "during"

local felt = {}

local BREATH, IN = time.frames(10), time.frames(4)
local SOON = time.frames(4)    -- a prompt that cannot be said by then is not true any more
local SETTLED = time.frames(3) -- nothing but prompts is said in the last seconds that count
local LET_GO_AFTER = time.frames(1.2)
local OFF = time.frames(21)    -- for the hand to come off, with the word said again
local HALVED = 15              -- seconds from which on the middle is told
local CHECK_IN = time.frames(8) -- to answer in the middle of a hold

local press -- the one that runs: { h, band, length, from, counted, entries, deadline }

local function schedule(at, run)
  press.entries[#press.entries + 1] = { at = at, run = run }
end

local function next_entry()
  local first
  for index, entry in ipairs(press.entries) do
    if not first or entry.at < press.entries[first].at then
      first = index
    end
  end
  return first
end

local function in_band()
  return time.frames(prim.input("press", "in_band_s") or 0)
end

-- The screen's countdown: as if all went well from here on.
local function tell_phase(counted)
  press.counted = counted
  time.phase("count", time.now() + math.max(0, press.length - counted))
end

local function breathe()
  local from = time.now()
  time.tone { name = "inhale", length = IN }
  schedule(from + IN, function()
    time.tone { name = "exhale", length = BREATH - IN }
  end)
  schedule(from + BREATH, breathe)
end

-- The middle is where half of it has counted, which moves while the pressure is not right.
local function halfway()
  local left = press.length // 2 - in_band()
  if left <= 0 then
    time.tone { name = "halfway" }
  else
    schedule(time.now() + left, halfway)
  end
end

local function prompt(forms, class)
  speech.speak("hold", speech.one_of(forms), class or speech.instruction, false, time.now() + SOON)
end

-- Now it counts: breaths, one comment, the middle, the author's own.
local function begin()
  local h, from, entries = press.h, time.now(), {}
  time.tone { name = "start" }
  tell_phase(press.counted)
  schedule(from, breathe)
  if not during.add("hold", h.during, press.length, h.side, entries, h.seconds) then
    schedule(from + IN, function()
      local text = press.comment()
      if text then
        speech.adorn("hold", text, from + press.length - SETTLED)
      end
    end)
  end
  for _, entry in ipairs(entries) do
    schedule(from + entry.at, entry.run)
  end
  if h.seconds >= HALVED and not (h.during and h.during.halfway) then
    schedule(from + press.length // 2, halfway)
  end
end

-- "Zero to ten?" in the middle of it, answered with a key; what ends the press ends the question.
local function check_in()
  speech.speak("hold", phrases.check_in, speech.question, false)
  local answer = time.ask { kind = "number", text = phrases.check_in, min = 0, max = 10, timeout = CHECK_IN }
  if answer then
    press.discomfort = answer
    prim.press_answer(answer)
  end
end

-- What is said of each thing that is felt and ends nothing.
local reply = {
  begin = begin,
  more = function() prompt(phrases.more_pressure) end,
  less = function() prompt(phrases.less_pressure, speech.safety) end,
  slower = function() prompt(phrases.slower) end,
  lighter = function() prompt(phrases.lighter_is_fine) end,
  lowered = function() prompt(phrases.lowered) end,
  ask = check_in,
}

-- However the counting is left, also by an author's mistake that the author catches.
local unguarded = setmetatable({}, {
  __close = function()
    time.guard = nil
  end,
})

-- Until it has ended by itself; how. What is scheduled comes at its time.
local function count()
  local _ <close> = unguarded
  time.guard = function()
    check.fail("hold", "nothing may wait within a hold that feels: it must be ready to let go")
  end
  while true do
    local index = next_entry()
    local action, counted = time.feel(index and press.entries[index].at or press.deadline)
    if action then
      press.counted = counted
      if time.ends_press[action] then
        return action
      end
      (reply[action] or function() end)()
      if press.begun or action == "begin" then
        press.begun = true
        tell_phase(counted)
      end
    elseif index then
      table.remove(press.entries, index).run()
    else
      return "time" -- cannot be: the loop ends within its longest time
    end
  end
end

-- The hand comes off; the word again while it does not.
local function wait_off()
  local until_ = time.now() + OFF
  while time.now() < until_ do
    local action = time.feel(until_)
    if action == "released" then
      return
    elseif action == "still" then
      speech.speak("hold", phrases.let_go, speech.safety, true)
    end
  end
end

-- Ends it by what it was: gently, or at once.
local function release(how)
  local harsh = how == "cap" or how == "too_high"
  time.phase "release"
  if harsh then
    time.tone { name = "attention" }
  elseif how ~= "sensor_lost" then
    time.tone { name = "end" }
    time.wait_to(time.now() + LET_GO_AFTER)
  end
  speech.speak("hold", phrases.let_go, speech.safety, true)
  if how ~= "sensor_lost" then
    wait_off()
  end
  prim.press_end()
  time.phase "free"
end

-- The words over the way to the pressure; then the person has the ramp for it, led by the sound.
local function lead_in(h, text)
  local ramp = time.frames(h.ramp)
  local over = text and speech.speak("hold", text, speech.instruction, false) or time.now()
  time.wait_to(over - ramp)
  time.phase("ramp", time.now() + ramp)
end

-- One repetition as the step `info`, with the words `text` to begin with. Returns { seconds, in_band, how,
-- discomfort }, and whether it came to its end; `how` is the action that ended it, "left" by the person.
function felt.repetition(h, band, info, text, comment)
  local length = time.frames(h.seconds)
  local how, result
  press = { h = h, band = band, length = length, counted = 0, entries = {}, comment = comment,
    deadline = time.now() + 4 * length + time.frames(600) }
  local mine = press
  local done = steps.leaf(info, function()
    lead_in(h, text)
    time.press { sensor = h.sensor, tool = h.tool, low = band.low, high = band.high, ceiling = band.ceiling,
      steep = band.steep, hold = length, ramp = time.frames(h.ramp), ask = h.check_in == "during",
      light = band.light }
    how = count()
    release(how)
  end)
  result = { seconds = prim.input("press", "loaded_s") or 0, in_band = prim.input("press", "in_band_s") or 0,
    low = prim.input("press", "low"), high = prim.input("press", "high"), discomfort = mine.discomfort,
    how = done and how or "left" }
  press = nil
  return result, done
end

return felt
