-- Speaking: sentences one after another, and who gives way.
local time = require "time"
local words = require "words"
local choices = require "choices"
local level = require "level"

local speech = {}

local ORNAMENT, INSTRUCTION, QUESTION, SAFETY = 0, 1, 2, 3
speech.ornament, speech.instruction, speech.question, speech.safety =
  ORNAMENT, INSTRUCTION, QUESTION, SAFETY

local BETWEEN = 0.4 -- seconds of silence between sentences
local AFTER = 0.8   -- and after an instruction, to do it

-- Speaks sentences; see speech.speak.
local function speak_all(list, class, wait, ends_by, gain_db, from)
  local over = time.now()
  for index, sentence in ipairs(list) do
    local pause = (index < #list or class == ORNAMENT or class == SAFETY) and BETWEEN or AFTER
    -- Only the first sentence of an ornament may be dropped for want of room: the others follow it.
    local rank = class == ORNAMENT and index > 1 and INSTRUCTION or class
    local start, length = time.say(sentence, rank, wait, choices.unhurried(pause), ends_by, gain_db, from)
    if not start then
      break -- dropped for want of room, or left by the person: what follows makes no sense without it
    end
    over = start + length
  end
  return over
end

-- Speaks a text. With `wait` the verb goes on when it was said and its silence is over. `ends_by`: a
-- frame after which nothing of it may sound; what would is left out. `gain_db`: louder than usual.
-- `from`: a frame before which nothing of it sounds. Returns the frame at which the last sentence is over.
function speech.speak(verb, text, class, wait, ends_by, gain_db, from)
  return speak_all(words.sentences(verb, text), class, wait, ends_by, gain_db, from)
end

-- Words the person must hear before going on.
function speech.instruct(verb, text)
  speech.speak(verb, text, INSTRUCTION, true)
end

-- Likewise, of what was not written to be said, such as a title or a name: each is one sentence, whatever
-- stops are in it; what cannot be said is left out.
function speech.introduce(texts)
  local list = {}
  for _, text in ipairs(texts) do
    text = words.closed((text:gsub("%s+", " "):gsub(" $", "")))
    list[#list + 1] = words.is_sayable(text) and text or nil
  end
  speak_all(list, INSTRUCTION, true)
end

-- Words that are nice to have: dropped when something else is being said.
function speech.adorn(verb, text, ends_by)
  speech.speak(verb, text, ORNAMENT, false, ends_by)
end

-- What of an author's text is said now (see words.forms), or nil: at brief its short form where it has
-- one, else the whole, for it may be needed; at tones nothing. `about` as in level.now.
function speech.form(forms, about)
  local now = level.now(about)
  local said = now == level.brief and forms.short or forms.text
  return now > level.tones and said ~= "" and said or nil
end

-- Says an author's text, as an instruction; see speech.speak.
function speech.tell(verb, forms, wait)
  local said = speech.form(forms)
  return said and speech.speak(verb, said, INSTRUCTION, wait) or time.now()
end

-- One form of a phrase, never the same twice running.
local state, last = prim.seed(), {}
function speech.one_of(forms)
  if type(forms) == "string" then
    return forms
  end
  if #forms == 1 then
    return forms[1]
  end
  state = (state * 1103515245 + 12345) % 2147483648
  local before = last[forms]
  local index = state // 65536 % (before and #forms - 1 or #forms) + 1
  if before and index >= before then
    index = index + 1
  end
  last[forms] = index
  return forms[index]
end

return speech
