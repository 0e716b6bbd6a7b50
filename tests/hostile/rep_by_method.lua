-- expect: 2: the routine needs more than
local x = ("x"):rep(1 << 31)
