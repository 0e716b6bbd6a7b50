-- expect: 3: ran for more than
local x = ("x"):gsub(".", setmetatable({}, { __index = function()
  while true do end
end }))
