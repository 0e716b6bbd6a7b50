-- expect: 3: the routine needs more than
local s = "x"
while true do s = s .. s end
