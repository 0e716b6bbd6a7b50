-- ask{}: a question, and what silence means. In a recording nobody is asked: what is known ahead is taken.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local speech = require "speech"
local phrases = require "phrases"
local position = require "position"
local quiet = require "quiet"
local choices = require "choices"

local asking = {}

--- ask{}: a question, answered with a key; only where the hands are free.
---   1 words: the question
---   text words: the same by its name
---   kind number|yes_no|choice|ready ("number"): what an answer is; ready is "I am there"
---   min number 0–1000 (0): of a number
---   max number 0–1000 (10): of a number, not below min
---   choices `string[]`: of a choice: 2–9 texts
---   default `number|boolean|string`: what silence means; left out: no answer, nil
---   assume `number|boolean|string`: what a plan and a recording take for the answer
---   timeout number 1–3600 (20): seconds from the end of the question
---   position position: taken before it
---   returns `number|boolean|string|nil`: the answer
local allowed = check.allow { 1, "text", "kind", "min", "max", "choices", "default", "assume", "timeout",
  "position" }
local kinds = { "number", "yes_no", "choice", "ready" }
local KEYS = 9 -- a choice is made with one key
local COUNTED = 21                 -- numbers, at most, that are counted aloud
local FIRST = time.frames(1.0)     -- from the question to the first number
local APART = time.frames(1.2)     -- from one number to the next
local TO_PRESS = time.frames(2)    -- from the last number on, at least
local READY = 20 -- seconds that a recording gives where else the person says when, at most

local function settle_choices(value)
  if type(value) ~= "table" or #value < 2 or #value > KEYS then
    check.fail("ask", "choices must be a list of 2–%d texts", KEYS)
  end
  local list = {}
  for index, choice in ipairs(value) do
    if type(choice) ~= "string" or #choice > 60 or not choice:find("%S") then
      check.fail("ask", "a choice must be a text of at most 60 letters, got %s", check.shown(choice))
    end
    list[index] = choice
  end
  return list
end

-- A default or an assumption must be an answer that could be given.
local function fitting(name, value, q)
  if value == nil then
    return nil
  elseif q.kind == "number" then
    return check.number("ask", name, value, nil, q.min, q.max)
  elseif q.kind == "choice" then
    return check.one_of("ask", name, value, nil, q.choices)
  elseif q.kind == "ready" and value ~= true then
    check.fail("ask", "%s of a ready question must be true, got %s", name, check.shown(value))
  end
  return check.boolean("ask", name, value)
end

local function spoken(value)
  if value == true then
    return phrases.yes
  elseif value == false then
    return phrases.no
  elseif type(value) == "number" then
    return words.number(value)
  end
  return value
end

local function settle(a)
  local q = { text = words.text("ask", a[1] or a.text), kind = check.one_of("ask", "kind", a.kind, "number", kinds) }
  if q.kind == "number" then
    q.min = check.number("ask", "min", a.min, 0, 0, 1000)
    q.max = check.number("ask", "max", a.max, 10, q.min, 1000)
  elseif q.kind == "choice" then
    q.choices = settle_choices(a.choices)
  end
  q.default = fitting("default", a.default, q)
  q.assume = fitting("assume", a.assume, q)
  if q.kind == "ready" and q.assume == nil then
    q.assume = true
  end
  q.timeout = time.frames(check.number("ask", "timeout", a.timeout, 20, 1, 3600))
  q.position = check.position("ask", a.position)
  return q
end

-- Whether the program counts for the person: whole numbers, not too many to wait for.
local function is_counted(q)
  return q.kind == "number" and math.tointeger(q.min) and math.tointeger(q.max) and q.max - q.min < COUNTED
end

-- Says each number at its time, from `first` on, ahead of the answer. Puts into `q` when each is said,
-- and time for the last one.
local function count(q, first)
  local over
  q.counted = {}
  for number = math.tointeger(q.min), math.tointeger(q.max) do
    local at = first + #q.counted * APART
    local start, length = time.say(words.capital(words.number(number)) .. ".", speech.question, false, 0, nil, nil, at)
    if not start then
      return -- left
    end
    q.counted[#q.counted + 1] = start
    over = start + length
  end
  q.timeout = math.max(q.timeout, over + TO_PRESS - time.now())
end

-- Silence: what it means, aloud.
local function tell_default(q)
  if q.default ~= nil then
    local taken = words.fill("ask", phrases.taken, nil, { answer = spoken(q.default) })
    speech.instruct("ask", phrases.no_answer .. " " .. taken)
  elseif q.kind ~= "ready" then
    speech.instruct("ask", phrases.no_answer)
  end
end

-- Puts the question and waits; the answer, or nil.
local function put(q)
  local answer
  steps.leaf({ kind = "ask", title = q.text }, function()
    time.tone { name = "ask" }
    time.wait_to(time.now() + time.frames(1.5))
    local over = speech.speak("ask", q.text, speech.question, true)
    if q.choices then
      for index, choice in ipairs(q.choices) do
        speech.speak("ask", ("%s: %s."):format(words.number(index), choice), speech.question, true)
      end
    end
    if is_counted(q) then
      count(q, math.max(time.now(), over + FIRST))
    end
    answer = time.ask(q)
    if answer == nil then
      tell_default(q)
    end
  end)
  return answer
end

-- The answer that is known without asking; what the person would say to "ready" is time.
local function take(q)
  if q.kind ~= "ready" then
    q.timeout = 0
    return time.ask(q)
  end
  steps.leaf({ kind = "rest", title = phrases.take_your_time }, function()
    speech.instruct("ask", phrases.take_your_time)
    quiet.wait_to(time.now() + math.min(choices.unhurried(READY), q.timeout))
  end)
  return true
end

function asking.verb(given)
  local q = settle(check.arguments("ask", given, allowed))
  position.take("ask", q.position)
  local answer = (choices.recording() and take or put)(q)
  if answer == nil then
    return q.default
  end
  return answer
end

return asking
