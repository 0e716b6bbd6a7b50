-- The vocabulary: puts every verb into the environment of routines. Returns the session's main.
prim = ... -- what the engine offers: see bind_*.c; every file of the vocabulary sees it

local routine = require "routine"
local place = require "place"
local moving = require "moving"
local timers = require "timers"
local memory = require "memory"
local check = require "check"
local sensors = require "sensors"

local verbs = {
  routine = routine.verb,
  say = routine.say,
  tone = routine.tone,
  stop_words = require("rules").verb,
  hydrate = routine.hydrate,
  step = routine.step,
  finish = routine.finish,
  pick = routine.pick,
  locate = place.verb,
  sides = place.sides,
  hold = require("hold").verb,
  calibrate = require("calibrating").verb,
  stretch = require("stretch").verb,
  warm_up = moving.warm_up,
  move = moving.move,
  stroke = moving.stroke,
  breathe = require("breathing").verb,
  ask = require("asking").verb,
  rest = require("rest").verb,
  wait = timers.wait,
  wait_until = timers.wait_until,
  every = timers.every,
  after = timers.after,
  remember = memory.remember,
  recall = memory.recall,
  past = memory.past,
  today = memory.today,
  note = memory.note,
  sensor = sensors.sensor,
  set = sensors.set,
}

-- Verbs that take more than one value, or none; all others take one. wait(1,5) is not one and a half.
local several = { sides = true, wait_until = true, every = true, after = true, remember = true, set = true }

-- What a verb without a result gives back, so that one called where a function belongs is noticed.
local function noticed(...)
  if select("#", ...) == 0 then
    return check.at_once
  end
  return ...
end

local function with_one_value(name, verb)
  return function(given, ...)
    if select("#", ...) > 0 then
      check.fail(name, "takes one value, got a second one: %s; decimals have a point, several things stand in { }",
        check.shown((...)))
    end
    return noticed(verb(given))
  end
end

for name, verb in next, verbs do
  environment[name] = several[name] and verb or with_one_value(name, verb)
end
environment.opt = routine.opt

return routine.main
