-- expect: 2: bad argument
local x = ("%s"):rep(100000):format(1)
