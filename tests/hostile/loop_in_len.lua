-- expect: 2: ran for more than
local x = #setmetatable({}, { __len = function() while true do end end })
