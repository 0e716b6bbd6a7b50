-- expect: 2: ran for more than
setmetatable({}, { __newindex = function() while true do end end }).y = 1
