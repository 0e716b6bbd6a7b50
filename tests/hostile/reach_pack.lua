-- expect: 2: attempt to call a nil value
local x = string.packsize("i" .. ("j"):rep(1000000))
