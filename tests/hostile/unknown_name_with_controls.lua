-- expect: 2: '\x1B[2J' is not a name
local x = _G["\27[2J"]
