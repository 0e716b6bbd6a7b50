-- expect: 2: ran for more than
print(setmetatable({}, { __tostring = function() while true do end end }))
