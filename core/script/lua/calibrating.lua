-- calibrate{}: at what pressure it turns into discomfort, at one place of one person.
--
-- Both hands are busy: letting go is the answer. Of three presses the last two count, as is done where
-- thresholds are measured (clinical 6.3); how much a person could bear is never asked.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local points = require "points"
local place = require "place"
local speech = require "speech"
local rest = require "rest"
local between = require "between"
local sensors = require "sensors"
local band = require "band"
local choices = require "choices"
local sensing = require "sensing"
local felt = require "felt"
local level = require "level"
local phrases = require "phrases"

local calibrating = {}

local PRESSES, COUNTED = 3, 2
local BETWEEN, AFTER = 10, 15 -- seconds of rest
local LEAD, LONGEST = time.frames(8), time.frames(40) -- until the person begins; of one press
local REMIND, REMINDERS = time.frames(9), 3 -- of those who do not begin
local OFF = time.frames(20)
local ALARM = time.frames(0.75) -- the harsh sound, before the word
local SOON = time.frames(4)     -- a prompt that cannot be said by then is not true any more
local APART = 0.35 -- of their mean: two readings that are further apart say nothing

--- calibrate{}: finds the pressure that turns into discomfort, by three slow presses that end with it, and keeps it
---     for the person: bands of hold{} may then be "light" or "default".
---   1 place: which point of the atlas, or where in your words
---   point, text place: the same by its name
---   side side: of the body; points of the neck need left or right
---   sensor text ("pressure"): the device that feels it
---   tool tool (the point's first): what presses
---   returns `number?, string?, string?`: newtons; or nil, what is the matter and its code
local allowed = check.allow { 1, "point", "text", "side", "sensor", "tool" }

local function settle(a)
  local side = check.side("calibrate", a.side)
  local target = points.target("calibrate", a, side)
  if target.entry and target.entry.both == false and side ~= "left" and side ~= "right" then
    check.fail("calibrate", "%s is pressed one side at a time: side must be left or right", target.id)
  end
  band.check("calibrate", target)
  local sensor = sensors.name_of("calibrate", a.sensor == nil and "pressure" or a.sensor, "sensor")
  return { side = side, target = target, tool = place.tool("calibrate", target, a.tool), sensor = sensor,
    spot = band.spot(target, side) }
end

-- The hand comes off; the word again while it does not.
local function wait_off()
  local until_ = time.now() + OFF
  while time.now() < until_ and time.feel(until_) ~= "released" do
    speech.speak("calibrate", phrases.let_go, speech.safety, true)
  end
end

-- What is said before the `number`th press: in full once in a session, and after that what is left to know.
local explained

local function ahead(number)
  local now = level.now()
  if now <= level.tones then
    return nil
  elseif not explained and now >= level.normal then
    explained = true
    return phrases.until_discomfort
  elseif number == 1 or now >= level.normal then
    return phrases.until_discomfort_again
  end
  return phrases.once_more
end

-- What the press came to: "released", or what ended it. Who has not begun is told so now and then.
local function feel()
  local start, reminded = time.now(), 0
  local deadline = start + LEAD + LONGEST
  while true do
    local action = time.feel(reminded < REMINDERS and start + (reminded + 1) * REMIND or deadline)
    if action == "slower" then
      speech.speak("calibrate", speech.one_of(phrases.slower), speech.instruction, false, time.now() + SOON)
    elseif action then
      return action
    elseif time.now() >= deadline then
      return "late"
    else
      reminded = reminded + 1
      if prim.input("press", "loaded_s") == 0 then
        speech.speak("calibrate", phrases.begin_to_press, speech.instruction, false)
      end
    end
  end
end

local function release(how)
  time.phase "release"
  if how == "cap" then
    time.tone { name = "attention" }
    time.wait_to(time.now() + ALARM)
  end
  prim.press_stop()
  speech.speak("calibrate", phrases.let_go, speech.safety, true)
  if how ~= "sensor_lost" then
    wait_off()
  end
end

-- One press; the newtons at which the person let go, or nil and why not.
local function press(c, number)
  local newtons, how
  local ceiling = band.ceiling(c.target, c.tool)
  local done = steps.leaf({ kind = "hold", verb = "calibrate", title = c.target.name, side = c.side,
    point = c.target.id, spot = c.target.spot, find = c.find, reach = c.reach }, function()
    local text = ahead(number)
    if text then
      speech.instruct("calibrate", text)
    end
    time.tone { name = "press", length = felt.NOW }
    time.phase("ramp")
    time.press { sensor = c.sensor, tool = c.tool, low = 1, high = ceiling * 0.9, ceiling = ceiling,
      steep = band.steep(c.tool) / 2, hold = LONGEST, ramp = LEAD, measure = true }
    how = feel()
    if how == "released" then
      newtons = prim.input("press", "max")
      time.tone { name = "end" }
    else
      release(how)
    end
    prim.press_end()
    time.phase "free"
  end)
  return done and newtons or nil, how
end

-- The mean of the last readings, or nil when they say nothing.
local function threshold(readings)
  local last, before = readings[#readings], readings[#readings - 1]
  if not before then
    return nil
  end
  local mean = (last + before) / COUNTED
  return math.abs(last - before) <= APART * mean and mean or nil
end

-- What the rest after a press is begun with.
local function rest_of(c)
  return { side = c.side, point = c.target.id, spot = c.target.spot, tell = function() end }
end

-- All presses; what was found or nil, and how the last one ended.
local function measure(c)
  local readings, how = {}, nil
  for number = 1, PRESSES do
    readings[#readings + 1], how = press(c, number)
    if number == PRESSES or how == "late" or time.ends_press[how] then
      break
    end
    rest.quietly(rest_of(c), time.frames(BETWEEN))
  end
  return threshold(readings), how
end

local function tell(text)
  if not steps.loose(phrases.titles.sensor, true) then
    speech.instruct("calibrate", text)
  end
end

-- Why nothing was found: by how it ended what is said, and what the routine is told.
local failures = {
  sensor_lost = { phrases.no_sensor, "no such device", "ENODEV" },
  late = { phrases.no_press, "nothing was pressed", "EAGAIN" },
  cap = { nil, "over the ceiling of the place", "EAGAIN" }, -- it is told with the rest that follows
}
local DIFFERENT = { phrases.not_found, "the presses differ too much", "EAGAIN" }

local function keep(c, newtons)
  local whole = words.number(math.floor(newtons + 0.5))
  prim.threshold(c.spot, newtons)
  band.found(c.spot, newtons)
  tell(words.fill("calibrate", phrases.found, c.side, { newtons = whole }))
end

function calibrating.verb(given)
  local c = settle(check.arguments("calibrate", given, allowed))
  if choices.without(c.side) then
    return nil, "left out", "EAGAIN"
  elseif choices.recording() or not sensors.is_there(c.sensor) then
    tell(phrases.no_sensor)
    return nil, table.unpack(failures.sensor_lost, 2)
  end
  c.find, c.reach = place.way(c.target, c.side, c.tool)
  place.locate("calibrate", c.target, c.side, c.tool)
  local newtons, how = measure(c)
  local failure = failures[how] or DIFFERENT
  if newtons then
    keep(c, newtons)
  elseif failure[1] then
    tell(failure[1])
  end
  if how == "cap" then
    sensing.look_after(rest_of(c))
  else
    between.owe(rest_of(c), AFTER)
  end
  if newtons then
    return newtons
  end
  return nil, failure[2], failure[3]
end

return calibrating
