-- expect: 2: attempt to index a nil value (field '\x1B[2J')
local x = ({})["\27[2J"].y
