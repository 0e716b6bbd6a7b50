-- expect: 3: the routine needs more than
local t = {}
while true do pcall(function() while true do t[#t + 1] = { t } end end) end
