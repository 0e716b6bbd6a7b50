-- during = { [10] = "Soften your jaw.", [-5] = f, halfway = "…" }: what happens inside a step.
local check = require "check"
local words = require "words"
local speech = require "speech"
local time = require "time"

local during = {}

-- Adds the author's entries to `entries` (see time.play) for a stretch of `length` frames. Returns
-- true when a text is among them.
function during.add(verb, value, length, side, entries)
  local speaks = false
  if value == nil then
    return false
  end
  if type(value) ~= "table" then
    check.fail(verb, "during must be a table, got %s", check.shown(value))
  end
  for key, what in pairs(value) do
    local at
    if key == "halfway" then
      at = length // 2
    elseif type(key) == "number" and key == key and math.abs(key) <= length / time.rate then
      at = key < 0 and length + time.frames(key) or time.frames(key)
    else
      check.fail(verb, "during: a place must be seconds from the start (or before the end, below 0) or halfway, got %s",
        check.shown(key))
    end
    if type(what) == "function" then
      entries[#entries + 1] = { at = at, run = what }
    else
      local forms = words.forms(verb, what, side)
      speaks = true
      entries[#entries + 1] = { at = at, speaks = true, run = function()
        speech.tell(verb, forms, false)
      end }
    end
  end
  return speaks
end

return during
