-- expect: 4: setmetatable: __call must be a function
local t = {}
t.__call = t
setmetatable(t, t)
t()
