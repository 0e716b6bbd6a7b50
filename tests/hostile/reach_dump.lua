-- expect: 2: attempt to call a nil value
local x = string.dump(function() end)
