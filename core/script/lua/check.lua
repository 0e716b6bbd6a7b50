-- Checks of what authors write. A mistake is raised at the author's line with what is allowed.
local check = {}

check.at_once = readonly({}, "what a verb gives back") -- see vocabulary.lua

-- `fail` raises "file:line: text" at the line of the routine.

function check.fail(verb, text, ...)
  fail(verb .. ": " .. text:format(...))
end

-- How a wrong value is shown: short, and never by the script's own __tostring.
local function shown(value)
  local kind = type(value)
  if kind == "string" then
    return '"' .. (#value > 40 and value:sub(1, 40) .. "…" or value) .. '"'
  elseif value ~= value then
    return "NaN"
  elseif kind == "number" or kind == "boolean" or kind == "nil" then
    return tostring(value)
  end
  return "a " .. kind
end
check.shown = shown

-- The table that a verb was given; a string or function alone stands for its first place.
function check.arguments(verb, given, allowed)
  if allowed[1] and (type(given) == "string" or type(given) == "function") then
    return { given }
  end
  if given == nil then
    return {}
  end
  if type(given) ~= "table" then
    local takes = allowed[1] and "a text or { … }" or next(allowed) and "{ … }" or "nothing"
    local by_name = allowed[1] and allowed.seconds and type(given) == "number"
    check.fail(verb, "takes %s, got %s%s", takes, shown(given),
      by_name and "; time goes by name: seconds = " .. shown(given) or "")
  end
  local own = {}
  for key, value in next, given do
    if not allowed[key] then
      if type(key) ~= "string" then
        check.fail(verb, "does not know what to do with item %s, %s%s", shown(key), shown(value),
          type(value) == "number" and "; decimals have a point" or "; only the first stands without a name")
      end
      local names = {}
      for name in next, allowed do
        if type(name) == "string" then
          names[#names + 1] = name
        end
      end
      table.sort(names)
      local near = prim.nearest(key, names)
      if near then
        check.fail(verb, "'%s' is not known here; did you mean '%s'?", key, near)
      end
      check.fail(verb, "'%s' is not known here; allowed: %s", key, table.concat(names, ", "))
    end
    own[key] = value
  end
  return own
end

-- Makes the set of allowed keys: check.allow{ 1, "side", "seconds" }.
function check.allow(keys)
  local set = {}
  for _, key in ipairs(keys) do
    set[key] = true
  end
  return set
end

local function plain(number)
  return number == math.floor(number) and ("%d"):format(number) or ("%g"):format(number)
end

function check.number(verb, name, value, default, least, most)
  if value == nil then
    return default
  end
  if type(value) ~= "number" or value ~= value or value < least or value > most then
    local range = least < 0 and "%s must be %s to %s, got %s" or "%s must be %s–%s, got %s"
    check.fail(verb, range, name, plain(least), plain(most), shown(value))
  end
  return value
end

function check.whole(verb, name, value, default, least, most)
  value = check.number(verb, name, value, default, least, most)
  if value and value ~= math.floor(value) then
    check.fail(verb, "%s must be a whole number, got %s", name, shown(value))
  end
  return value and math.tointeger(value)
end

function check.one_of(verb, name, value, default, list)
  if value == nil then
    return default
  end
  for _, one in ipairs(list) do
    if one == value then
      return value
    end
  end
  local near = type(value) == "string" and prim.nearest(value, list)
  check.fail(verb, "%s must be %s, got %s%s", name, table.concat(list, ", "), shown(value),
    near and ("; did you mean '" .. near .. "'?") or "")
end

--- type side left|right|both: of the body, not of the hand
function check.side(verb, value)
  return check.one_of(verb, "side", value, nil, { "left", "right", "both" })
end

function check.boolean(verb, name, value, default)
  if value == nil then
    return default
  end
  if type(value) ~= "boolean" then
    check.fail(verb, "%s must be true or false, got %s", name, shown(value))
  end
  return value
end

function check.callable(verb, name, value)
  if type(value) ~= "function" then
    check.fail(verb, "%s must be a function, got %s", name, shown(value))
  end
  return value
end

--- type position sitting|standing|lying|wall: how the person is
function check.position(verb, value)
  return check.one_of(verb, "position", value, nil, { "sitting", "standing", "lying", "wall" })
end

return check
