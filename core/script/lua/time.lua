-- Time as the verbs use it: the only file that yields to the engine, or hands it a frame.
--
-- All instants are frames of the routine's own time, see clock.lua. A deadline is counted from the
-- instant before it, never from "now", so nothing drifts.
local clock = require "clock"

local time = {}

local RATE = 48000
local WAIT, SAY, ASK, FEEL = 1, 2, 3, 4
local SHORTEST, LONGEST = RATE // 2, 60 * RATE -- of a sound that stretches
time.rate = RATE

function time.frames(seconds)
  return math.floor(seconds * RATE + 0.5)
end

-- This instant.
function time.now()
  return clock.own(prim.now())
end

-- What to do when the person leaves a step: set by steps.lua.
time.on_skip = nil

local voice_free = 0 -- the frame from which the next sentence may be said
local heard = 0      -- the frame at which all that sounds or will sound is over; or was
local counting       -- the phase whose end is known: { name, over }

-- Called before anything but time.feel waits: raises where that must not be. Set by felt.lua.
time.guard = nil

-- What sounds is cut, and what was to sound is dropped.
local function fall_silent()
  clock.hush(prim.now())
  voice_free = time.now()
  heard = math.min(heard, voice_free)
end

-- True and what the engine gives back; nothing when the step was left meanwhile.
local function await(kind, ...)
  local waits = kind == WAIT or kind == SAY and select(3, ...)
  if time.guard and waits then
    time.guard()
  end
  local began = prim.now()
  local first, second = coroutine.yield(verb, kind, ...)
  if first ~= skip then
    return true, first, second
  end
  if kind == SAY then
    clock.speak(began, prim.now() - began, clock.own(began)) -- of which nobody tells how long it sounded
  end
  fall_silent()
  time.on_skip()
end

-- Waits until frame `at`; a frame that has passed takes no time.
function time.wait_to(at)
  if at > time.now() and await(WAIT, clock.session(at)) then
    clock.settle(prim.now(), at)
  end
end

-- The end of the phase that runs, when it has moved: something is said until then.
local function tell_phase()
  local over = counting and clock.session(counting.over)
  if over and over ~= counting.told then
    counting.told = over
    prim.phase(counting.name, over)
  end
end

-- The open step has come into the phase `name` (see bind_step.c), which is over at a frame, or who knows
-- when.
function time.phase(name, over)
  counting = over and { name = name, over = over }
  if over then
    tell_phase()
  else
    prim.phase(name)
  end
end

-- Speaks one sentence: over by the frame `ends_by` or not at all, `gain_db` louder, not before the frame
-- `from`. Returns its start and length, or nil when it was not spoken.
function time.say(text, class, wait, pause, ends_by, gain_db, from)
  local own = math.max(time.now(), voice_free, from or 0)
  local expected = clock.session(own)
  local _, start, length = await(SAY, text, class, wait, clock.silence(pause), ends_by and expected + ends_by - own,
    gain_db, from and clock.session(from))
  if not start then
    return nil
  end
  own = start == expected and own or clock.own(start)
  clock.speak(start, length, own)
  voice_free = own + length + pause
  heard = math.max(heard, own + length)
  if wait then
    clock.settle(prim.now(), voice_free)
  end
  tell_phase()
  return own, length
end

-- Puts the question, a table that is given away; returns the answer or nil.
function time.ask(question)
  local at_once = question.timeout == 0 -- in a recording: nobody hears it, and nothing is cut
  question.timeout = at_once and 0 or clock.session(time.now() + question.timeout) - prim.now()
  for index, at in ipairs(question.counted or {}) do
    question.counted[index] = clock.session(at)
  end
  local _, answer = await(ASK, question)
  if answer ~= nil and not at_once then
    fall_silent()
  end
  return answer
end

-- Begins a press that a sensor feels, see bind_device.c; the table is given away. Its seconds are the
-- body's, so the clock of the session counts them.
function time.press(request)
  request.hold = clock.silence(request.hold)
  request.ramp = clock.session(time.now() + request.ramp) - prim.now()
  prim.press_begin(request)
end

-- What ends a press, see engine/press.h. All that sounds is cut then.
local ends_press = { time = true, eased = true, no_change = true, too_high = true, cap = true, sensor_lost = true }
time.ends_press = ends_press

-- Frames of the press that is, or was the last: "loaded_s", "in_band_s".
function time.pressed(what)
  return clock.lasted(time.frames(prim.input("press", what) or 0))
end

-- Waits to frame `at` at most for what the press feels: the action, and the frames that counted of it;
-- nil when the frame came first.
function time.feel(at)
  local there, action, counted = await(FEEL, clock.session(math.max(at, time.now())))
  if ends_press[action] then
    fall_silent()
  end
  if action then
    return action, clock.lasted(counted)
  end
  if there then
    clock.settle(prim.now(), at)
  end
end

-- The length for a sound that is over when `length` frames are, though never too short to be heard.
local function stretched(length, from)
  local shortest, longest = math.min(length, SHORTEST), math.max(length, LONGEST)
  return math.min(math.max(shortest, clock.session(from + length) - clock.session(from)), longest)
end

-- Sounds, see bind_sound.c; the table is given away. One by name with a length is as long as that time.
function time.tone(request)
  local from, over = math.max(request.at or 0, time.now()), nil
  if request.name and (request.length or 0) > 0 then
    over = from + request.length
    request.length = stretched(request.length, from)
  end
  request.at = request.at and clock.session(request.at)
  local before = prim.heard()
  prim.tone(request)
  local after = prim.heard()
  over = over or after > before and from + after - clock.session(from) or 0
  heard = math.max(heard, over)
end

-- Begins the step `info`, see bind_step.c.
function time.begin(info)
  clock.begin(info.kind, prim.now())
  counting = nil
  prim.step_begin(info)
end

-- When the person last came back within the open step, or nil.
function time.resumed()
  local at = prim.resumed()
  return at and clock.own(at)
end

-- When all that sounds or will sound is over; or was.
function time.heard()
  return heard
end

-- Runs { at = frames from now, run = function } in order of time and stays for `length` frames. An
-- entry that takes long makes the ones after it late, never lost, unless they are `fleeting`; the end
-- stands. `wait` stands in for time.wait_to.
function time.play(length, entries, wait)
  local start = time.now()
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
      if not entry.fleeting or time.now() <= start + entry.at then
        entry.run()
      end
    end
  end
  wait(start + length)
end

return time
