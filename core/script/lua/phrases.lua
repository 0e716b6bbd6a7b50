-- The phrases of the routine's language: one table for each, phrases_LANG.lua, all with the same keys.
local current = require "phrases_en"

local phrases = {}

-- Takes the table of `lang`, a language that has one.
function phrases.use(lang)
  current = require("phrases_" .. lang)
end

return setmetatable(phrases, { __index = function(_, key) return current[key] end })
