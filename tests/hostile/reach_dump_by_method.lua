-- expect: 2: attempt to call a nil value (method 'dump')
local x = ("x"):dump()
