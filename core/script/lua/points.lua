-- The atlas as the verbs see it: a point by its id, checked once.
local check = require "check"
local words = require "words"
local level = require "level"

local points = {}

local atlas
local allowed = {}

local function copied(value)
  if type(value) ~= "table" then
    return value
  end
  local copy = {}
  for key, one in next, value do
    copy[key] = copied(one)
  end
  return copy
end

-- To be called before the author's file runs: what it does to the table that it requires changes no
-- maximum. Without an atlas a routine may still do with texts of its own.
function points.load()
  local found, shared = pcall(environment.require, "points")
  atlas = found and copied(shared)
end

-- The entry of `id`; raises with the nearest right name when there is none.
function points.find(verb, id)
  atlas = atlas or environment.require "points"
  local entry = atlas[id]
  if type(entry) ~= "table" then
    local names = {}
    for name in next, atlas do
      names[#names + 1] = name
    end
    table.sort(names)
    local near = prim.nearest(id, names)
    check.fail(verb, "'%s' is not a point of the atlas%s", id,
      near and ("; did you mean '" .. near .. "'?") or ("; it has " .. table.concat(names, ", ")))
  end
  return entry
end

local ACCEPTED = 32 -- warnings of `tprun check` in one routine

-- allow = { scm = "why", W21 = "why" } of routine{}: points that stand aside, and warnings of `tprun
-- check`, each with the author's reason. Returns the latter: { { rule =, reason = }, … }
function points.allow(value)
  local accepted = {}
  if value == nil then
    return accepted
  end
  if type(value) ~= "table" then
    check.fail("routine", "allow must be a table of name = \"why\", got %s", check.shown(value))
  end
  for name, reason in pairs(value) do
    if type(name) ~= "string" then
      check.fail("routine", "allow must be a table of name = \"why\", got item %s", check.shown(name))
    end
    reason = words.text("routine", reason)
    if name:find("^%u") then
      accepted[#accepted + 1] = { rule = name, reason = reason }
    elseif points.find("routine", name).opt_in then
      allowed[name] = reason
    else
      check.fail("routine", "allow: %s needs no leave", name)
    end
  end
  if #accepted > ACCEPTED then
    check.fail("routine", "allow takes at most %d warnings, got %d", ACCEPTED, #accepted)
  end
  return accepted
end

-- What a verb works on, out of its arguments: { id, about, name, short, spot, entry } of a point, or
-- { name, short, spot } of a text of the author's. A name is ready to stand at the start of a sentence;
-- `about` is for level.now, and by the spot the person's wishes are kept.
function points.target(verb, a, side)
  local value = a[1] or a.point or a.text
  if value == nil then
    check.fail(verb, "needs a point or a text in its first place")
  end
  if words.is_point(value) then
    local entry = points.find(verb, value)
    if entry.opt_in and not allowed[value] then
      check.fail(verb, "%s is left out unless routine{ allow = { %s = \"why\" } } says so", value, value)
    end
    return { id = value, about = "point " .. value, name = words.capital(entry.name), spot = value,
      short = entry.short and words.capital(entry.short), entry = entry }
  end
  local id = type(value) == "string" and value:lower():gsub("[%s-]+", "_")
  if id and atlas and atlas[id] then
    check.fail(verb, "'%s' is not a point of the atlas; did you mean '%s'?", value, id)
  end
  local forms = words.forms(verb, value, side, a.short)
  return { name = forms.text, short = forms.short, spot = forms.text }
end

-- The name as it is said at the level `now`, a sentence: never left out.
function points.named(target, now)
  local short = target.short ~= "" and target.short
  return words.closed(now < level.normal and short or target.name)
end

local PRIORITY = 5 -- of what is neither the first nor the last to be left out

-- How much it matters when time is short: 1 is left out first, 9 last.
function points.priority(verb, a, target)
  local usual = target.entry and target.entry.priority or PRIORITY
  return check.whole(verb, "priority", a.priority, usual, 1, 9)
end

-- The words of the atlas about a point that lies left and right are only true for one of the two.
function points.need_side(verb, target, text, side)
  if target.id and text:find("{") and side ~= "left" and side ~= "right" then
    check.fail(verb, "%s is done one side at a time: side must be left or right", target.id)
  end
end

return points
