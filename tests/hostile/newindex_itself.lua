-- expect: 4: '__newindex' chain too long
local t = {}
t.__newindex = t
setmetatable(t, t).y = 1
