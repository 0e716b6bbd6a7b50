-- What is said of a pressure that is felt: ahead of it, and when it is over.
--
-- The sound that follows the pressure is explained once, before the first of them: who presses hard has no
-- ear for more than "Ease off."
local speech = require "speech"
local level = require "level"
local phrases = require "phrases"

local guiding = {}

local said = {} -- by spot: how much softer than the author wants it was then
local well      -- whether the last press went well; nil before the first

-- The words ahead of the `rep`th press of `h`, or nil.
function guiding.ahead(h, rep)
  local now, softer = level.now(h.target.about), said[h.spot]
  local forms
  if level.explains "feel" then
    forms = phrases.felt_explained
  elseif now >= level.normal and not softer then
    forms = phrases.felt_first
  elseif now > level.tones and h.softer > (softer or 0) then
    forms = phrases.felt_lighter
  elseif now == level.full and rep == 1 then
    forms = phrases.press_again
  end
  said[h.spot] = h.softer
  return forms and speech.one_of(forms)
end

-- When the hand is off: why it ended early; or a warm word for a press that needed none, the first time and
-- after one that did.
function guiding.after(how, went_well)
  if level.now() < level.normal then
    return
  elseif how == "eased" then
    speech.adorn("hold", phrases.eased)
  elseif how == "no_change" then
    speech.adorn("hold", phrases.enough)
  elseif went_well and not well then
    speech.adorn("hold", phrases.good)
  end
  well = went_well
end

return guiding
