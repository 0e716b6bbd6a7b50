-- expect: 2: the routine needs more than
local x = string.rep("x", 1 << 40)
