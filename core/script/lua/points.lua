-- The atlas as the verbs see it: a point by its id, checked once.
local check = require "check"
local words = require "words"

local points = {}

local atlas

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

-- What a verb works on: { id, name, entry } of a point, or { name } of a text of the author's.
function points.target(verb, value, side)
  if value == nil then
    check.fail(verb, "needs a point or a text in its first place")
  end
  if words.is_point(value) then
    local entry = points.find(verb, value)
    return { id = value, name = entry.name, entry = entry }
  end
  return { name = words.text(verb, value, side) }
end

return points
