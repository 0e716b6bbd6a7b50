-- during = { [10] = "Soften your jaw.", [-5] = f, halfway = "…" }: what happens inside a step.
local check = require "check"
local words = require "words"
local speech = require "speech"
local held = require "held"
local time = require "time"

local during = {}

--- type during `table<number|"halfway", string|tprun.words|fun()>`: what is said or done within a step, by
---     its time: seconds from the start, before the end when below zero, or halfway

local WORDS = 10 -- of a sentence in a hold, at most
local LETTER, BETWEEN = 0.06, 0.4 -- seconds of speech, about

local function place(verb, key, length)
  if key == "halfway" then
    return length // 2
  elseif type(key) == "number" and key == key and math.abs(key) <= length / time.rate then
    return key < 0 and length + time.frames(key) or time.frames(key)
  end
  check.fail(verb, "during: a place must be seconds from the start (or before the end, below 0) or halfway, got %s",
    check.shown(key))
end

-- Frames that a text takes, about, when its sentences are short enough for a hold.
local function short_length(verb, text)
  local sentences, letters = words.sentences(verb, text), select(2, text:gsub("[%w\128-\255]", ""))
  for _, sentence in ipairs(sentences) do
    local count = select(2, sentence:gsub("%S+", ""))
    if count > WORDS then
      check.fail(verb, "during: in a hold a sentence may have at most %d words, got %d: %s", WORDS, count,
        check.shown(sentence))
    end
  end
  return time.frames(letters * LETTER + (#sentences - 1) * BETWEEN)
end

-- Where a text for `at` is said in a hold: with the next out-breath, and over before its last seconds.
local function on_breath(verb, forms, at, seconds)
  local outs, quiet_from = held.grid(seconds)
  local length, could = short_length(verb, forms.text), {}
  if forms.short and forms.short ~= "" then
    short_length(verb, forms.short)
  end
  for _, out in ipairs(outs) do
    if out + length <= quiet_from then
      if out >= at then
        return out
      end
      could[#could + 1] = ("%.3g"):format(out / time.rate)
    end
  end
  local most = could[#could]
  check.fail(verb, "during: %s comes too late: nothing is said in the last 3 s of a hold; %s", check.shown(forms.text),
    most and ("it may stand at most at " .. most .. " s") or "this one has no room for it")
end

-- Adds the author's entries to `entries` (see time.play) for a stretch of `length` frames; of a hold,
-- `seconds` are given. Returns true when a text is among them.
function during.add(verb, value, length, side, entries, seconds)
  local speaks = false
  if value == nil then
    return false
  end
  if type(value) ~= "table" then
    check.fail(verb, "during must be a table, got %s", check.shown(value))
  end
  for key, what in pairs(value) do
    local at = place(verb, key, length)
    if what == check.at_once then
      check.fail(verb, "during: the verb at %s was carried out at once; put function() … end around it",
        check.shown(key))
    elseif type(what) == "number" or type(what) == "boolean" then
      check.fail(verb, "during: takes a text or a function, got %s at %s; a verb needs function() … end around it",
        check.shown(what), check.shown(key))
    elseif type(what) == "function" then
      entries[#entries + 1] = { at = at, run = what }
    else
      local forms = words.forms(verb, what, side)
      local tell = seconds and held.tell or speech.tell
      speaks = true
      entries[#entries + 1] = { at = seconds and on_breath(verb, forms, at, seconds) or at, speaks = true,
        run = function()
          tell(verb, forms)
        end }
    end
  end
  return speaks
end

return during
