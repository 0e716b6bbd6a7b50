-- expect: 3: held
local x = ("a"):rep(8000000):find(("a"):rep(4000000) .. "b", 1, true)
error(x and "found" or "held")
