-- expect: ran for more than
local a, b = ("x"):rep(15000000), ("x"):rep(15000000)
local n = 0
while true do n = n + (a == b and 1 or 0) end
