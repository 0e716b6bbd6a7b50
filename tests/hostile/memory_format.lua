-- expect: the routine needs more than
local s = ("x"):rep(1000000)
while true do s = ("%s%s"):format(s, s) end
