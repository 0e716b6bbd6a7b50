-- expect: 3: the routine needs more than
local t = {}
for i = 1, math.huge do t[#t + 1] = ("x"):rep(1000) .. #t end
