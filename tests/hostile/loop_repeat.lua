-- expect: 3: ran for more than
local n = 0
repeat n = n + 1 until n < 0
