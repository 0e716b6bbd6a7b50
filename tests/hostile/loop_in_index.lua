-- expect: 2: ran for more than
local x = setmetatable({}, { __index = function() while true do end end }).y
