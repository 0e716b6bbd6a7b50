-- expect: 3: the routine needs more than
local s = ("y"):rep(1 << 20)
local x = ("x"):rep(1 << 20, s)
