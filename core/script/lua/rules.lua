-- The two rules about letting go: said before the first press of a session, by the routine where it
-- wants, or else by the program itself.
local steps = require "steps"
local check = require "check"
local speech = require "speech"
local phrases = require "phrases"
local choices = require "choices"

local rules = {}

local said = false

local function say()
  said = true
  steps.leaf({ kind = "say", verb = "stop_words", title = phrases.titles.stop_words }, function()
    speech.speak("stop_words", choices.recording() and phrases.stop_words_recorded or phrases.stop_words,
      speech.safety, true)
  end)
end

--- stop_words(): the two rules about letting go; before the first press. Where it is missing the program
---     says it there.
-- The verb stop_words().
function rules.verb(given)
  check.arguments("stop_words", given, {})
  say()
end

-- To be called before anything is pressed.
function rules.before_press()
  if not said then
    say()
  end
end

return rules
