-- expect: 7: held
local mt = {}
local ran = false
for _ = 1, 100 do setmetatable({}, mt) end
mt.__gc = function() ran = true while true do end end
for _ = 1, 100000 do local _ = setmetatable({}, { x = {} }) end
error(ran and "ran" or "held")
