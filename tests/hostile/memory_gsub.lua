-- expect: the routine needs more than
local s = ("x"):rep(100000)
while true do s = s:gsub(".", ("%0"):rep(20)) end
