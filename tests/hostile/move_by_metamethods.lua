-- expect: 3: ran for more than
local t = setmetatable({}, { __index = rawlen, __newindex = rawequal })
table.move(t, 1, 1 << 62, 2)
