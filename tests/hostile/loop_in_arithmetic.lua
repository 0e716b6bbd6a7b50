-- expect: 2: ran for more than
local mt = { __add = function() while true do end end }
local x = setmetatable({}, mt) + 1
