-- expect: 2: require
local x = require(("x"):rep(10000000))
