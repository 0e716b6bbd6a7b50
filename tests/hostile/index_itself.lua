-- expect: 4: '__index' chain too long
local t = {}
t.__index = t
local x = setmetatable(t, t).y
