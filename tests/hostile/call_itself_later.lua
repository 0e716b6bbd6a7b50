-- expect: 5: attempt to call a table value
local t, mt = {}, {}
setmetatable(t, mt)
mt.__call = t
t()
