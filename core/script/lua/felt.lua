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
local level = require "level"
local breath = require "breath"
local choices = require "choices"

local felt = {}

local IN = 0.4                 -- part of a breath that goes in
local BRIEFEST = time.frames(2) -- no breath begins so short before the end
local SOON = time.frames(4)    -- a prompt that cannot be said by then is not true any more
local SETTLED = time.frames(3) -- nothing but prompts is said in the last seconds that count
local LET_GO_AFTER = time.frames(1.2)
local ALARM = time.frames(0.75) -- the harsh sound, before the word
local OFF = time.frames(20)    -- for the hand to come off, with the word said again
local HALVED = 15              -- seconds from which on the middle is told
local CHECK_IN = time.frames(8) -- to answer in the middle of a hold

felt.NOW = time.frames(1)      -- of a rise that says: press now; then the note goes with the hand

local press -- the one that runs: { h, length, counted, entries, deadline, comment, strength, breath, inhale, … }

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
  return time.pressed "in_band_s"
end

-- The screen's countdown: as if all went well from here on.
local function tell_phase(counted)
  press.counted = counted
  time.phase("count", time.now() + math.max(0, press.length - counted))
end

-- Whole breaths, as many as the seconds hold, and on while they do not count.
local function breathe()
  local from = time.now()
  if press.length - in_band() < BRIEFEST then
    schedule(from + BRIEFEST, breathe)
    return
  end
  time.tone { name = "inhale", length = press.inhale }
  schedule(from + press.inhale, function()
    time.tone { name = "exhale", length = press.breath - press.inhale }
  end)
  schedule(from + press.breath, breathe)
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

-- At `tones` the sounds alone tell it, but what is too much.
local function prompt(forms, class)
  if class == speech.safety or level.now(press.h.target.about) > level.tones then
    speech.speak("hold", speech.one_of(forms), class or speech.instruction, false, time.now() + SOON)
  end
end

-- Of what the person asked for by a key the answer was heard already.
local function tell_lowered()
  local softer = prim.strength(press.h.spot) < press.strength
  press.strength = prim.strength(press.h.spot)
  if not softer then
    prompt(phrases.lowered)
  end
end

-- Now it counts: breaths, one comment, the middle, the author's own.
local function begin()
  local h, from, entries = press.h, time.now(), {}
  time.tone { name = "start" }
  tell_phase(press.counted)
  schedule(from, breathe)
  if not during.add("hold", h.during, press.length, h.side, entries, h.seconds) then
    schedule(from + press.inhale, function()
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

-- A question in the middle of it, answered with a key; what ends the press ends the question. Who does not
-- answer is left alone.
local function check_in()
  if press.in_vain then
    return
  end
  speech.speak("hold", phrases.check_in, speech.question, false)
  local answer = time.ask { kind = "number", text = phrases.check_in, min = 0, max = 10, timeout = CHECK_IN }
  press.in_vain = answer == nil
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
  lowered = tell_lowered,
  ask = check_in,
}

-- However the counting, and the press, is left, also by an author's mistake that the author catches.
local unguarded = setmetatable({}, {
  __close = function()
    time.guard = nil
  end,
})

local forgotten = setmetatable({}, {
  __close = function()
    press = nil
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

-- The hand comes off; the word again while it does not, and nothing else. Whether it did.
local function wait_off()
  local until_ = time.now() + OFF
  while time.now() < until_ do
    local action = time.feel(until_)
    if action == "released" then
      return true
    elseif action == "still" then
      speech.speak("hold", phrases.let_go, speech.safety, true)
    end
  end
  return false
end

-- Ends it by what it was: gently, or at once. Whether the hand is known to be off.
local function release(how)
  time.phase "release"
  if how == "cap" or how == "too_high" then
    time.tone { name = "attention" }
    time.wait_to(time.now() + ALARM)
  elseif how ~= "sensor_lost" then
    time.tone { name = "end" }
    time.wait_to(time.now() + LET_GO_AFTER)
  end
  speech.speak("hold", phrases.let_go, speech.safety, true)
  local off = how ~= "sensor_lost" and wait_off()
  prim.press_end()
  time.phase "free"
  return off
end

-- The words ahead of it, or a short rise; from the last of them on the sound leads, and the person has the ramp for it
-- when they are over.
local function lead_in(h, text)
  local ramp = time.frames(h.ramp)
  local over = text and speech.speak("hold", text, speech.instruction, false) or time.now()
  if not text then
    time.tone { name = "press", length = felt.NOW }
  end
  time.wait_to(over - ramp)
  time.phase("ramp", over + ramp)
  return over + ramp - time.now()
end

local function begin_press(h, band, ramp)
  press.began, press.strength = true, prim.strength(h.spot)
  time.press { sensor = h.sensor, tool = h.tool, low = band.low, high = band.high, ceiling = band.ceiling,
    steep = band.steep, hold = press.length, ramp = ramp, ask = h.check_in == "during" and not choices.unanswered(),
    light = band.light }
end

local function went_well(how)
  return how == "time" and prim.input("press", "prompts_low") == 0 and prim.input("press", "prompts_high") == 0
end

-- What there is to know of it.
local function result_of(mine)
  if not mine.began then
    return { seconds = 0, in_band = 0, how = "left" }
  end
  return { seconds = time.pressed "loaded_s" / time.rate, in_band = time.pressed "in_band_s" / time.rate,
    low = prim.input("press", "low"), high = prim.input("press", "high"), discomfort = mine.discomfort,
    how = mine.how or "left", strength = mine.strength, off = mine.off }
end

-- One repetition as the step `info`. `way` gives what belongs to it when it is needed: `ahead` the words to
-- begin with or nil, `band`, `comment` the one within or nil; `after` is called in the end with how, and
-- whether it went well. Returns { seconds, in_band, how, low, high, strength, off, discomfort }, and whether it
-- came to its end; `how` is the action that ended it, "left" by the person.
function felt.repetition(h, info, way)
  local length = time.frames(h.seconds)
  local mine = { h = h, length = length, counted = 0, entries = {}, comment = way.comment,
    deadline = time.now() + 4 * length + time.frames(600), breath = length // breath.count(h.seconds) }
  mine.inhale = math.floor(mine.breath * IN)
  local done = steps.leaf(info, function()
    local _ <close> = forgotten
    press = mine
    local ramp = lead_in(h, way.ahead())
    begin_press(h, way.band(), ramp)
    mine.how = count()
    mine.off = release(mine.how)
    way.after(mine.how, went_well(mine.how))
  end)
  return result_of(mine), done or mine.how ~= nil
end

-- For a finish{} in the middle of one; false: none runs.
function felt.leave()
  if not press then
    return false
  end
  time.guard = nil
  prim.press_stop()
  release "left"
  return true
end

return felt
