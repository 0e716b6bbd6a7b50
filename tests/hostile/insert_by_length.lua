-- expect: 4: held
local t = setmetatable({}, { __len = function() return 1 << 62 end, __index = rawlen, __newindex = rawequal })
table.insert(t, 1, "x")
error(rawlen(t) == 1 and "held" or "lost")
