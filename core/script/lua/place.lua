-- Where on the body: saying the side and the point, finding it, getting there.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local points = require "points"
local speech = require "speech"
local level = require "level"
local quiet = require "quiet"
local ready = require "ready"
local between = require "between"
local position = require "position"
local phrases = require "phrases"
local choices = require "choices"
local rules = require "rules"

local place = {}

-- Seconds to get there once the words are over.
local GET_THERE = { fingers = 6, thumb = 6, knuckle = 6, cane = 8, ball = 14, roller = 14 }
--- type tool fingers|thumb|knuckle|cane|ball|roller: what presses
place.tools = { "fingers", "thumb", "knuckle", "cane", "ball", "roller" }

local LEAD = time.frames(0.4) -- `next` sounds this much ahead of the words

local told = {} -- by point: the level at which its finding words were said

-- The sound for "something new is said", and its lead.
function place.draw_attention()
  time.tone { name = "next" }
  time.wait_to(time.now() + LEAD)
end

-- Side and name as they are said before the finding words.
function place.say_where(verb, target, side)
  local now = level.now(target.about)
  local name = points.named(target, now)
  if now >= level.normal and told[target.id] then
    name = words.fill(verb, phrases.same_place, side, { name = target.name })
  end
  speech.instruct(verb, between.name_side(side, now) .. name)
end

-- How to find the place, as far as it is still to be said, or nil: the whole, or the place itself. Where
-- there are several sentences the first only leads the hand there.
local function find_words(verb, target, side)
  local now, before = level.now(target.about), told[target.id] or level.brief
  if not target.id or now <= before then
    return nil
  end
  told[target.id] = now
  local find = words.text(verb, target.entry.find, side)
  local sentences = words.sentences(verb, find)
  return (now == level.full or #sentences == 1) and find or table.concat(sentences, " ", 2)
end

function place.tool(verb, target, value)
  local usual = target.entry and target.entry.tools and target.entry.tools[1] or "fingers"
  return check.one_of(verb, "tool", value, usual, place.tools)
end

-- How to find the place again, and the frames that it takes to get there.
function place.way(target, side, tool)
  local find = target.entry and words.text("hold", target.entry.find, side)
  return find, choices.unhurried(GET_THERE[tool])
end

-- The step `locate`: where it is, how to find it, time to get there, within a rest that is owed.
function place.locate(verb, target, side, tool, priority)
  if target.entry then
    points.need_side(verb, target, target.entry.find, side)
  end
  rules.before_press()
  local rested = between.take()
  steps.leaf({ kind = "locate", verb = verb, title = target.name, side = side, point = target.id,
    latin = target.entry and target.entry.latin, find = (place.way(target, side, tool)), priority = priority,
    within = true }, function()
    place.draw_attention()
    place.say_where(verb, target, side)
    local find = find_words(verb, target, side)
    if find then
      speech.instruct(verb, find)
    end
    ready.wait(choices.unhurried(GET_THERE[tool]))
    quiet.wait_to(rested)
  end)
end

--- locate{}: says the side, the name and how to find it, and gives the time to get there. hold{} does this
---     by itself.
---   1 place: which point of the atlas, or where in your words
---   point, text place: the same by its name
---   side side: of the body; points of the neck need left or right
---   tool tool (the point's first): decides on the time to get there
---   priority whole 1–9 (the point's, else 5): when time is short 1 is left out first, 9 last
---   position position: taken before it
local allowed = check.allow { 1, "point", "text", "side", "tool", "priority", "position" }

function place.verb(given)
  local a = check.arguments("locate", given, allowed)
  local side = check.side("locate", a.side)
  local target = points.target("locate", a, side)
  local wanted = check.position("locate", a.position)
  local tool = place.tool("locate", target, a.tool)
  if not choices.without(side) and choices.reps(target.spot, 1) > 0 then
    position.take("locate", wanted)
    place.locate("locate", target, side, tool, points.priority("locate", a, target))
  end
end

local SIDES = { left = true, right = true, both = true }

--- sides(list): for side in sides() do … end: each side in turn; a change is said, and has its time.
---   list `tprun.side[]` ({ "left", "right" }): in which order
---   returns `fun(): tprun.side?`: the iterator
-- for side in sides() do … end
function place.sides(list, ...)
  if list == nil and select("#", ...) > 0 then
    check.fail("sides", "needs its brackets: for side in sides() do") -- `for` itself is calling
  end
  list = list or { "left", "right" }
  if type(list) ~= "table" then
    check.fail("sides", "takes a list of sides, got %s", check.shown(list))
  end
  local index = 0
  return function()
    local side
    repeat
      index = index + 1
      side = list[index]
      if side ~= nil and not SIDES[side] then
        check.fail("sides", "a side must be left, right or both, got %s", check.shown(side))
      end
    until not choices.without(side)
    if side ~= nil then
      between.turn_to(side)
    end
    return side
  end
end

return place
