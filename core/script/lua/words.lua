-- Text of authors, made ready to be spoken: forms for sides, placeholders, sentences.
local check = require "check"

local words = {}

local other = { left = "right", right = "left" }
local LONGEST = 400 -- bytes of a sentence: what a listener can hold, and what the engine takes

-- Short words after which a full stop ends no sentence.
local abbreviations = { ["e.g"] = true, ["i.e"] = true, ["Dr"] = true, ["Mr"] = true, ["Mrs"] = true,
  ["Ms"] = true, ["approx"] = true, ["min"] = true, ["sec"] = true, ["vs"] = true }

-- Fills {side}, {other} and what `values` names.
function words.fill(verb, text, side, values)
  return (text:gsub("{(%a+)}", function(name)
    if values and values[name] then
      return values[name]
    end
    local found
    if name == "side" then
      found = other[side] and side
    elseif name == "other" then
      found = side and other[side]
    else
      check.fail(verb, "{%s} is not known in a text; allowed: {side}, {other}", name)
    end
    if not found then
      check.fail(verb, "{%s} in a text needs side = \"left\" or \"right\"", name)
    end
    return found
  end))
end

local function as_text(verb, value)
  if value == nil then
    check.fail(verb, "needs a text")
  end
  if type(value) ~= "string" then
    check.fail(verb, "a text stands in quotes, got %s", check.shown(value))
  end
  if not value:find("%S") then
    check.fail(verb, "a text must not be empty")
  end
  return value
end

-- With the mark that ends a sentence.
function words.closed(text)
  return text .. (text:find("[.!?]$") and "" or ".")
end

-- Whether a sentence is something to be said.
function words.is_sayable(sentence)
  return #sentence <= LONGEST and (sentence:find("%w") or sentence:find("[\128-\255]")) ~= nil
end

-- Cuts a text into its sentences, each with its mark.
function words.sentences(verb, text)
  local list, from, at = {}, 1, 1
  text = text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
  while true do
    local first, last = text:find("[.!?]+[\"')]*%s", at)
    local sentence = text:sub(from, (last or #text + 1) - 1)
    local word = first and text:sub(from, first - 1):match("([%a.]+)$")
    if not first or not abbreviations[word] then
      if #sentence > LONGEST then
        check.fail(verb, "a sentence may have at most %d letters, got %d", LONGEST, #sentence)
      end
      if words.is_sayable(sentence) then
        list[#list + 1] = sentence
      end
      from = last and last + 1
    end
    if not first then
      break
    end
    at = last + 1
  end
  if #list == 0 then
    check.fail(verb, "a text needs at least one word")
  end
  return list
end

--- type words{}: a text that is said in more than one form.
---   1 text: the whole; {side} and {other} stand for the sides
---   short text: said instead to those who know the routine; "" says nothing to them
---   left text: said when the side is left; then right is needed too
---   right text: said when the side is right
local forms = check.allow { 1, "short", "left", "right" }

-- The short form, checked like any text; "" means that nothing is said instead.
local function short_form(verb, value, side)
  if value == nil then
    return nil
  elseif type(value) ~= "string" then
    check.fail(verb, "short must be a text in quotes, got %s", check.shown(value))
  elseif not value:find("%S") then
    return ""
  end
  words.sentences(verb, value)
  return words.fill(verb, value, side)
end

-- What a value stands for as it may be said, { text = …, short = … or nil }. The value: "…",
-- { "…", short = "…" }, or { left = "…", right = "…" }; `short` stands beside it in a verb's arguments.
function words.forms(verb, value, side, short)
  if type(value) == "table" then
    value = check.arguments(verb, value, forms)
    short = short == nil and value.short or short
    if value.left ~= nil or value.right ~= nil then
      if value.left == nil or value.right == nil or not side or side == "both" then
        check.fail(verb, "a text with left and right needs both forms and a side")
      end
      return words.forms(verb, value[side], side, short)
    end
    value = value[1]
  end
  return { text = words.fill(verb, as_text(verb, value), side), short = short_form(verb, short, side) }
end

-- The whole of it, for what is always said, or shown.
function words.text(verb, value, side)
  return words.forms(verb, value, side).text
end

-- As it stands at the start of a sentence.
function words.capital(text)
  return (text:gsub("^%l", string.upper))
end

function words.number(value)
  local phrases = require "phrases"
  local whole = math.floor(value + 0.5)
  return phrases.numbers[whole] or ("%d"):format(whole)
end

-- "upper_trap" is the name of a point, "The roll of the shoulder" is not.
function words.is_point(value)
  return type(value) == "string" and value:find("^[a-z][a-z0-9_]*$") ~= nil
end

return words
