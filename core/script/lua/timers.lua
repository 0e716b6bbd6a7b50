-- every, after, wait, rest and wait_until: time that belongs to the author.
local time = require "time"
local steps = require "steps"
local check = require "check"
local phrases = require "phrases"

local timers = {}

local MOST = 1000 -- waiting timers of a routine
local waiting = {} -- in no order; few
local asked = 0
local running = false

local function earliest()
  local first
  for _, timer in ipairs(waiting) do
    if not first or timer.at < first.at or (timer.at == first.at and timer.order < first.order) then
      first = timer
    end
  end
  return first
end

local function remove(timer)
  for index, one in ipairs(waiting) do
    if one == timer then
      table.remove(waiting, index)
      return
    end
  end
end

-- Runs what is due, one after another. Runs that were missed collapse into one.
local function run_due()
  if running then
    return
  end
  running = true
  local timer = earliest()
  while timer and timer.at <= time.now() do
    if timer.interval then
      local missed = (time.now() - timer.at) // timer.interval
      timer.at = timer.at + (missed + 1) * timer.interval
    else
      remove(timer)
    end
    local ok, problem = pcall(timer.run)
    if not ok then
      running = false
      error(problem, 0)
    end
    timer = earliest()
  end
  running = false
end

steps.between = function()
  if #waiting > 0 then
    run_due()
  end
end

-- Waits to `deadline`, and lets timers run on the way.
function timers.wait_to(deadline)
  while not running do
    local timer = earliest()
    if not timer or timer.at >= deadline then
      break
    end
    time.wait_to(timer.at)
    if time.now() < timer.at then
      return -- left
    end
    steps.interrupt(run_due)
  end
  time.wait_to(deadline)
end

local function add(verb, seconds, f, repeats)
  seconds = check.number(verb, "seconds", seconds, nil, repeats and 1 or 0, 86400)
  if not seconds then
    check.fail(verb, "needs seconds and a function")
  end
  check.callable(verb, "the second value", f)
  if #waiting >= MOST then
    check.fail(verb, "a routine may have at most %d of these waiting", MOST)
  end
  steps.ahead()
  asked = asked + 1
  local length = time.frames(seconds)
  local timer = { at = time.now() + length, interval = repeats and length, run = f, order = asked }
  waiting[#waiting + 1] = timer
  return { cancel = function() remove(timer) end }
end

--- every(seconds, f): does something again and again: between two steps, or in a wait or rest that stands
---     outside of step{}.
---   seconds number 1–86400: from one to the next
---   f function: what is done
---   returns `tprun.timer`: to cancel it
function timers.every(seconds, f)
  return add("every", seconds, f, true)
end

--- after(seconds, f): does something once: between two steps, or in a wait or rest that stands outside of
---     step{}.
---   seconds number 0–86400: from here on
---   f function: what is done
---   returns `tprun.timer`: to cancel it
function timers.after(seconds, f)
  return add("after", seconds, f, false)
end

--- wait(seconds): silent time of your own, exactly so long.
---   seconds number 0–86400: how long
function timers.wait(seconds)
  if seconds == nil then
    check.fail("wait", "needs seconds")
  end
  seconds = check.number("wait", "seconds", seconds, nil, 0, 86400)
  if steps.loose(phrases.titles.wait) then
    return
  end
  local deadline = time.now() + time.frames(seconds)
  if steps.at_top() then
    timers.wait_to(deadline)
  else
    time.wait_to(deadline)
  end
end

-- Forgets all: the routine is over.
function timers.stop()
  waiting = {}
end

--- wait_until(f, timeout): asks your function 20 times a second.
---   f `fun(): any`: gives back true when it has come
---   timeout number 0–86400: seconds, at most
---   returns `boolean`: whether it came in time
local LOOK = time.frames(0.05)

function timers.wait_until(f, timeout)
  check.callable("wait_until", "the first value", f)
  if timeout == nil then
    check.fail("wait_until", "needs a timeout in seconds")
  end
  timeout = check.number("wait_until", "timeout", timeout, nil, 0, 86400)
  if steps.loose(phrases.titles.wait) then
    return false
  end
  local deadline = time.now() + time.frames(timeout)
  local look = time.now()
  while not f() do
    if look >= deadline then
      return false
    end
    look = math.min(look + LOOK, deadline)
    time.wait_to(look)
    if time.now() < look then
      return false -- left
    end
  end
  return true
end

return timers
