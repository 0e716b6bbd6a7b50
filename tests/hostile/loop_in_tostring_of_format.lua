-- expect: 2: ran for more than
local x = ("%s"):format(setmetatable({}, { __tostring = function() while true do end end }))
