-- expect: 3: the routine needs more than
local s = ("x"):rep(20000000)
print(s, s, s)
