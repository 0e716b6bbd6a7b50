-- expect: 2: ran for more than
setmetatable({}, { __call = function() while true do end end })()
