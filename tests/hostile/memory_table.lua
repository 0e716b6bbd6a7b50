-- expect: 3: the routine needs more than
local t = {}
while true do t[#t + 1] = 1 end
