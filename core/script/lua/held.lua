-- The counted part of a hold: breaths on the grid, and words on their out-breaths.
--
-- Nothing is said while the last seconds run. Who was away for a moment shortly before the end gets
-- enough time to settle again.
local time = require "time"
local breath = require "breath"
local speech = require "speech"

local held = {}

local QUIET_END = time.frames(3)
local SETTLE = time.frames(10) -- of the count, at least, for who comes back

local now -- the hold that counts: { outs, start, finish, breath_until }

-- The frames, from the start of a count of `seconds`, at which something may begin to be said, and the
-- one by which it is over.
function held.grid(seconds)
  local length = time.frames(seconds)
  return breath.add({}, 0, length, breath.count(seconds)), length - QUIET_END
end

-- The frame at which the count is over: later for who came back shortly before.
local function finish()
  local back = time.resumed()
  if back and back > now.start and now.finish - back < SETTLE then
    now.finish = back + SETTLE
    time.phase("count", now.finish)
  end
  return now.finish
end

-- Adds breaths over `length` frames; the last one goes out to the end, wherever that is by then. For the
-- screen the end is looked at each second.
local function add_breaths(entries, length, count)
  breath.add(entries, 0, length, count)
  entries[#entries].run = function()
    now.breath_until = finish()
    time.tone { name = "exhale", length = now.breath_until - time.now() }
  end
  for at = length - SETTLE + time.rate, length - 1, time.rate do
    entries[#entries + 1] = { at = math.max(at, 0), run = finish }
  end
end

local function count_on()
  while finish() > time.now() do
    local length, entries = now.finish - time.now(), {}
    if now.breath_until < now.finish then
      add_breaths(entries, length, 1)
    end
    time.play(length, entries)
  end
end

-- Counts `seconds` with `entries` of its own (see time.play) in it. Returns the frame of its end.
function held.count(seconds, entries)
  local length = time.frames(seconds)
  local outs, quiet_from = held.grid(seconds)
  now = { outs = outs, start = time.now(), finish = time.now() + length, breath_until = 0,
    quiet_from = time.now() + quiet_from }
  time.phase("count", now.finish)
  add_breaths(entries, length, #outs)
  time.play(length, entries)
  count_on()
end

-- Frames that have counted so far, once the hold is over or was left.
function held.counted()
  local counted = now and math.min(time.now(), now.finish) - now.start or 0
  now = nil
  return counted
end

-- A nice thing to say, and an author's text (see speech.tell); what would sound in the last seconds is
-- left out. `from` as in speech.speak.
function held.adorn(verb, text)
  speech.adorn(verb, text, now.quiet_from)
end

function held.tell(verb, forms, from)
  local said = speech.form(forms)
  if said then
    speech.speak(verb, said, speech.instruction, false, now and now.quiet_from, nil, from)
  end
end

-- Words out of an author's function: they will be said with the next out-breath, or, when there is none,
-- not at all: what comes after the quiet has begun is dropped. False: nothing counts.
function held.tell_on_breath(verb, forms)
  if time.guard then -- nothing may be waited for: see felt.lua
    held.tell(verb, forms)
    return true
  elseif not now then
    return false
  end
  for _, out in ipairs(now.outs) do
    if now.start + out >= time.now() then
      held.tell(verb, forms, now.start + out)
      return true
    end
  end
  held.tell(verb, forms, now.finish)
  return true
end

return held
