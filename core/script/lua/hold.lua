-- hold{}: press a point, with all that a person with closed eyes needs to hear.
--
-- Where and how to find it, time to get there; then each repetition: the glide while pressing, and the
-- words over it; `start`, breaths on the grid, one comment, `end` and "Let go."; and a rest.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local points = require "points"
local place = require "place"
local speech = require "speech"
local held = require "held"
local sleeper = require "sleeper"
local between = require "between"
local position = require "position"
local during = require "during"
local limits = require "limits"
local choices = require "choices"
local level = require "level"
local phrases = require "phrases"
local sensing = require "sensing"
local felt = require "felt"

local hold = {}

--- hold{}: presses a point, or a place of yours. Says where it is, gives time to find it; each time the
---     tone to press by, the seconds that count with breaths in them, "Let go.", and a rest.
---   1 place: which point of the atlas, or where in your words
---   point, text place: the same by its name
---   side side: of the body; points of the neck need left or right
---   seconds number 5–90 (the point's, else 20): that count each time
---   breaths whole 1–9: instead of seconds, 10 s each
---   reps whole 1–6 (the point's, else 2): how often
---   rest number 0–300 (15): seconds after each
---   ramp number 2–15 (5): seconds to press slowly
---   pressure number 0–10 (the point's, else 4): how strong it is felt; never over the point's most
---   tool tool (the point's first): decides on the time to get there
---   priority whole 1–9 (the point's, else 5): when time is short 1 is left out first, 9 last
---   sensor text: the device that feels it, such as "pressure": only the seconds at the right pressure count
---   band band (default): with a sensor, the pressure that is right
---   on_lost clock|skip|finish ("clock"): when the sensor falls silent: count by the clock from then on, leave
---     out the repetitions that are left, or end the session
---   check_in check_in ("rest"): with a sensor, when it asks how sore it is
---   during during: what is said or done at times within the seconds that count; at most ten words each
---   position position: taken before it
---   returns `{ outcome: tprun.outcome, seconds: number, in_band: number, discomfort: number? }`: what became
---     of it, the seconds that were pressed and those that counted, and what was told last
local allowed = check.allow { 1, "point", "text", "side", "seconds", "breaths", "reps", "rest", "ramp",
  "pressure", "tool", "priority", "band", "sensor", "on_lost", "check_in", "during", "position" }

local LET_GO_AFTER = time.frames(1.2) -- "Let go." comes when the falling pair of `end` is over
local HALVED = 15 -- seconds from which on the middle is told
local ROOM = 8    -- seconds of a rest in which sounds are explained
local BREATH = 10 -- seconds of one of `breaths`

-- Arguments and the point's own values, checked.
local function settle(a)
  local side = check.side("hold", a.side)
  local target = points.target("hold", a, side)
  local entry = target.entry or {}
  local most = limits.pressure(entry.max or 10)
  if entry.both == false and side ~= "left" and side ~= "right" then
    check.fail("hold", "%s is pressed one side at a time: side must be left or right", target.id)
  end
  local breaths = check.whole("hold", "breaths", a.breaths, nil, 1, 9)
  if breaths and a.seconds ~= nil then
    check.fail("hold", "takes seconds or breaths, not both")
  end
  local tool = place.tool("hold", target, a.tool)
  local stays = sleeper.may_stay(entry, tool)
  local longest = limits.seconds(math.min(entry.longest or 90, stays and sleeper.longest or 90))
  local usual = math.min(limits.seconds(entry.seconds or 20), longest)
  local h = {
    side = side, target = target, entry = entry, most = most, position = check.position("hold", a.position),
    seconds = check.number("hold", "seconds", a.seconds or (breaths and breaths * BREATH), usual, 5,
      longest),
    reps = check.whole("hold", "reps", a.reps, math.min(entry.reps or 2, limits.reps(6)), 1, limits.reps(6)),
    rest = check.number("hold", "rest", a.rest, 15, 0, 300),
    ramp = check.number("hold", "ramp", a.ramp, 5, 2, 15),
    pressure = check.number("hold", "pressure", a.pressure, math.min(entry.pressure or 4, most), 0, most),
    tool = tool, sleeper = stays,
    priority = points.priority("hold", a, target),
    during = a.during,
  }
  during.add("hold", h.during, time.frames(h.seconds), side, {}, h.seconds) -- a mistake comes before the press
  h.spot = target.spot
  sensing.settle(h, a)
  h.reps = choices.without(side) and 0 or choices.reps(h.spot, h.reps)
  return h
end

-- The strength for the next cue: what the author wants, as the person changed it.
local function strength(h)
  local wanted = h.pressure + prim.strength(h.spot)
  return math.max(math.min(1, h.pressure), math.min(h.most, wanted))
end

local strength_said = {} -- by spot: that it was said
local strength_last = {} -- by spot: what it was

-- The words over the press glide, or nil: the strength when it is new, for those who know the point when
-- it is another, and what to do once in each hold. Where a sensor feels it no glide sounds.
local function press_words(h, rep, pressure, no_glide)
  local now = level.now(h.target.about)
  local changed = pressure ~= (strength_last[h.spot] or h.pressure)
  local forms
  strength_last[h.spot] = pressure
  if not no_glide and level.explains "press" then
    forms = phrases.press_explained
  elseif now >= level.normal and not strength_said[h.spot] then
    forms = phrases.press_first
  elseif now > level.tones and changed then
    forms = phrases.press_changed
  elseif now == level.full and rep == 1 then
    forms = phrases.press_again
  end
  if forms then
    strength_said[h.spot] = true
    return words.fill("hold", speech.one_of(forms), h.side, { strength = words.number(pressure) })
  end
end

-- The glide, and the words over it; words longer than the glide begin ahead of it.
local function press(h, text)
  local ramp = time.frames(h.ramp)
  local over = text and speech.speak("hold", text, speech.instruction, false) or time.now()
  time.wait_to(over - ramp)
  time.phase("ramp", time.now() + ramp)
  time.tone { name = "press", length = ramp }
  time.wait_to(time.now() + ramp)
end

local commented = {} -- by spot

-- One comment: of each repetition, or of each point for those who know it; or nil.
local function comment(h)
  local now = level.now(h.target.about)
  local forms = level.explains "inhale" and phrases.breath_explained
    or now >= level.normal and phrases.comment
    or now == level.brief and not commented[h.spot] and phrases.comment_brief
  commented[h.spot] = true
  return forms and speech.one_of(forms)
end

-- Whether the middle is told by a sound.
local function halfway(h)
  return h.seconds >= HALVED and not (h.during and h.during.halfway)
end

-- The counted part: one comment on the first out-breath, the middle, the author's own.
local function counted(h)
  local length, entries = time.frames(h.seconds), {}
  if not during.add("hold", h.during, length, h.side, entries, h.seconds) then
    entries[#entries + 1] = { at = held.grid(h.seconds)[1], run = function()
      local text = comment(h)
      if text then
        held.adorn("hold", text)
      end
    end }
  end
  if halfway(h) then
    entries[#entries + 1] = { at = length // 2, fleeting = true, run = function()
      time.tone { name = "halfway" }
    end }
  end
  if choices.hold_sound() == "chord" then
    time.tone { name = "chord", length = length }
  end
  held.count(h.seconds, entries)
end

local function release()
  time.phase "release"
  time.tone { name = "end" }
  time.wait_to(time.now() + LET_GO_AFTER)
  speech.speak("hold", phrases.let_go, speech.safety, true)
  time.phase "free"
end

-- What the sounds of a press meant: after the first one, where the rest has room for it.
local function explain_sounds(h)
  if h.rest < ROOM then
    return
  end
  if halfway(h) and level.explains "halfway" then
    speech.adorn("hold", phrases.halfway_explained)
  end
  if level.explains "end" then
    speech.speak("hold", phrases.end_explained, speech.instruction, false)
  end
end

-- One repetition; { seconds, in_band, … }, and whether it came to its end.
local function repetition(h, rep, info)
  local result, done = sensing.repetition(h, rep, info, function()
    return press_words(h, rep, info.pressure, true)
  end, comment)
  if not result then
    done = steps.leaf(info, function()
      press(h, press_words(h, rep, info.pressure))
      time.tone { name = "start" }
      counted(h)
      release()
    end)
    local seconds = held.counted() / time.rate
    result = { seconds = seconds, in_band = seconds }
  end
  if h.sleeper and not result.off then
    sleeper.wake(info, h.tool)
  end
  return result, done
end

function hold.verb(given)
  local a = check.arguments("hold", given, allowed)
  local h = settle(a)
  local result = { outcome = h.reps > 0 and "done" or "left_out", seconds = 0, in_band = 0 }
  if h.reps == 0 then
    return result
  end
  position.take("hold", h.position)
  h.find, h.reach = place.way(h.target, h.side, h.tool)
  place.locate("hold", h.target, h.side, h.tool, h.priority)
  for rep = 1, h.reps do
    local info = { kind = "hold", title = h.target.name, side = h.side, point = h.target.id,
      latin = h.entry.latin, pressure = strength(h), pressure_max = h.most, dose = time.frames(h.seconds),
      spot = h.spot, find = h.find, reach = h.reach, priority = h.priority }
    local had, done = repetition(h, rep, info)
    result.seconds = result.seconds + had.seconds
    result.in_band = result.in_band + had.in_band
    result.discomfort = had.discomfort or result.discomfort
    if not done then
      result.outcome = "skipped"
    end
    info.pressure = strength(h) -- as the person has changed it meanwhile
    info.tell = function()
      if done and (had.how == nil or had.how == "time") then -- else they were not heard, or something else matters
        explain_sounds(h)
      end
      sensing.tell(h, had)
    end
    local ended = sensing.ends(h, had, rep)
    if ended then
      result.outcome = ended
      sensing.leave(h, info, had)
      break
    elseif rep == h.reps then
      between.owe(info, h.rest)
    elseif sensing.between(h, info, had, result) then
      result.outcome = "too_high"
      break
    end
  end
  return result
end

-- For a finish{} in the middle of a hold.
function hold.release()
  if not felt.leave() then
    release()
  end
end

return hold
