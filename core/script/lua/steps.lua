-- Steps: the smallest things that a person can skip.
--
-- A verb with a step of its own is a leaf. Verbs outside of any leaf share a loose step: of kind `say`
-- at the top, of the section's own kind inside step{}. Leaving a leaf or a section is an error value
-- that only this file catches; a loose step at the top is left by passing over its verbs.
local time = require "time"
local check = require "check"
local phrases = require "phrases"

local steps = {}

local PASSED = 1000 -- verbs passed over at most when a loose step is left: then time goes on

local leaf          -- what the open leaf was begun with
local leaf_start    -- and when
local section       -- of the step{} around
local loose         -- the open loose step: { outcome, title, speaking }
local passing = 0   -- loose verbs still to be passed over
local opened = false
local begun = false -- whether the opening is over
local finishing     -- what finish{} was told

steps.before = nil -- called once before the first step: the opening; set by routine.lua
steps.between = nil -- called at each step boundary: timers; set by timers.lua
steps.ahead = nil -- called before a step that is not `within` a rest: takes what is owed; see between.lua
steps.last = nil -- called when the routine is over, with whether it was left; likewise

local function end_loose()
  if loose then
    local outcome = loose.outcome
    loose = nil
    prim.step_end(outcome)
  end
end

local function open()
  if not opened then
    opened = true
    steps.before()
    begun = true
  end
end

-- Where one step is over and the next has not begun: timers may run here, in steps of their own.
local function boundary()
  end_loose()
  if begun then
    steps.between()
    end_loose()
  end
  passing = 0
end

time.on_skip = function()
  if leaf or (section and not (loose and loose.speaking)) then
    error(skip, 0)
  end
  passing = PASSED
  if loose then
    loose.outcome = "skipped"
  end
end

-- Runs `body` as the step `info`; true when it came to its end, false when it was left.
function steps.leaf(info, body)
  if leaf then
    check.fail(info.verb or info.kind, "cannot stand inside a %s", leaf.kind)
  end
  open()
  if not info.within then
    steps.ahead()
  end
  boundary()
  info.section = section and section.title
  leaf, leaf_start = info, time.now()
  time.begin(info)
  local ok, problem = pcall(body)
  leaf = nil
  prim.step_end(ok and "done" or "skipped")
  if not ok and (problem ~= skip or finishing) then
    error(problem, 0)
  end
  boundary()
  return ok
end

-- Sees to it that a step is open for a verb that has none of its own. True when the verb is to be
-- passed over. `title` names a new step.
function steps.loose(title, speaking)
  if leaf then
    return false
  end
  open()
  if passing > 0 and (not section or speaking) then
    passing = passing - 1
    return true
  end
  passing = 0
  steps.ahead()
  if not loose or loose.outcome ~= "done" then
    boundary()
    loose = { outcome = "done", title = title }
    time.begin(section and {
      kind = section.kind, title = section.title, side = section.side, dose = section.dose,
    } or { kind = "say", title = title })
  end
  loose.speaking = speaking
  return false
end

-- step{}: what its function does; steps inside carry the title as their section.
function steps.section(info, body)
  if leaf then
    check.fail("step", "cannot stand inside a %s", leaf.kind)
  end
  open()
  boundary()
  local outer = section
  section = info
  local ok, problem = pcall(body)
  if not ok and loose then
    loose.outcome = "skipped"
  end
  end_loose()
  section = outer
  if not ok and (problem ~= skip or finishing) then
    error(problem, 0)
  end
  boundary()
  return ok
end

-- Runs `f` in the middle of a step that may be broken (a wait, a rest): it ends and is begun anew, with
-- what is left of it.
function steps.interrupt(f)
  local info = leaf
  if info then
    leaf = nil
    prim.step_end("interrupted")
  end
  local waiting = loose ~= nil
  end_loose()
  f()
  end_loose()
  passing = 0 -- what was left was f's own
  if info then
    info.dose = info.dose and math.max(0, leaf_start + info.dose - time.now())
    leaf, leaf_start = info, time.now()
    time.begin(info)
  elseif waiting then
    steps.loose(phrases.titles.wait)
  end
end

-- Whether timers may run in a wait or a rest that begins now.
function steps.at_top()
  return leaf == nil and section == nil
end

-- Whether the open leaf is of this kind.
function steps.is_in(kind)
  return leaf ~= nil and leaf.kind == kind
end

-- Ends the session from anywhere.
function steps.finish(how)
  finishing = how
  error(skip, 0)
end

-- Runs `body` to its end or to a finish{}; what that was told, or nil.
local function run(body)
  local ok, problem = pcall(body)
  if not ok and not (problem == skip and finishing) then
    error(problem, 0)
  end
  local how = finishing
  finishing = nil
  return how
end

-- Runs the whole routine; what finish{} was told, or nil when it came to its end by itself; and
-- whether anything was said or done.
function steps.main(routine)
  local how = run(routine)
  if not opened and not how then
    return nil, false
  end
  local later = run(function() -- a timer may still come in what is owed
    open()
    steps.last(how ~= nil)
  end)
  end_loose()
  passing = 0
  section = nil
  return how or later, true
end

return steps
