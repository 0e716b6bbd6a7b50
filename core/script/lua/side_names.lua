-- What a side is called when it is announced: as the person calls it, else left and right.
local words = require "words"
local phrases = require "phrases"

local side_names = {}

local names = {} -- by side; false: none of the person's own

local function own(side)
  if names[side] == nil then
    names[side] = prim.input("name", side) or false
  end
  return names[side]
end

-- "Now the right side.", or the briefer "Right."
function side_names.change(side, briefly)
  if briefly then
    return side_names.alone(side, true)
  end
  local name = own(side)
  return name and words.fill("sides", phrases.change_named, nil, { name = name }) or phrases.change_side[side]
end

-- "Right side.", or the briefer "Right."
function side_names.alone(side, briefly)
  local name = own(side)
  return name and words.capital(name) .. "." or (briefly and phrases.side_brief or phrases.side)[side]
end

return side_names
