-- expect: 2: ran for more than
local x = "" .. setmetatable({}, { __concat = function() while true do end end })
