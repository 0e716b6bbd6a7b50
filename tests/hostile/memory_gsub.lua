-- expect: the routine needs more than
local s = ("x"):rep(100)
while true do s = s:gsub(".", "%0%0") end
