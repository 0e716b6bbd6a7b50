-- remember, recall, past, today, note: what a routine knows of before and leaves for later.
local check = require "check"

local memory = {}

local function key_of(verb, key)
  if type(key) ~= "string" or not key:find("^[%w_%-. ]+$") or #key > 60 then
    check.fail(verb, "a key must be a short text of letters, digits, _ - . and blanks, got %s", check.shown(key))
  end
  return key
end

local function value_of(verb, value)
  local kind = type(value)
  if kind ~= "nil" and kind ~= "boolean" and kind ~= "number" and kind ~= "string" then
    check.fail(verb, "only a number, a text, true, false or nil can be kept, got %s", check.shown(value))
  end
  if kind == "number" and (value ~= value or value == math.huge or value == -math.huge) then
    check.fail(verb, "a number must be finite, got %s", check.shown(value))
  end
  if kind == "string" and #value > 1000 then
    check.fail(verb, "a text may have at most 1000 letters, got %d", #value)
  end
  return value
end

-- What this session remembered, by key. The world answers as it was before the session, so that a
-- way back to an earlier step undoes what was remembered after it.
local own, changed = {}, {}

--- remember(key, value): keeps something of this routine for later sessions; nil forgets it.
---   key text: its name
---   value `number|string|boolean|nil`: what is kept
function memory.remember(key, value)
  prim.remember(key_of("remember", key), value_of("remember", value))
  own[key], changed[key] = value, true
end

--- recall(key): what remember kept.
---   key text: its name
---   returns `number|string|boolean|nil`: what was kept, or nil
function memory.recall(key)
  key = key_of("recall", key)
  if changed[key] then
    return own[key]
  end
  return prim.input("recall", key)
end

--- past(): the sessions of this routine before this one.
---   returns `{ count: integer, days_since: integer?, last_pain: number? }`: how many were finished, how long
---     ago the last one was, and the pain told in it
function memory.past()
  return {
    count = prim.input("past", "count") or 0,
    days_since = prim.input("past", "days_since"),
    last_pain = prim.input("past", "last_pain"),
  }
end

--- today(): the date of the start.
---   returns `string`: such as "2026-05-01"
function memory.today()
  return prim.input("today", "")
end

--- note(values): keeps something in the history of the session.
---   values `table<string, number|string|boolean>`: name = value
function memory.note(given)
  if type(given) ~= "table" then
    check.fail("note", "takes a table of key = value, got %s", check.shown(given))
  end
  for key, value in pairs(given) do
    prim.note(key_of("note", key), value_of("note", value))
  end
end

return memory
