-- expect: the routine needs more than
local s = ("x"):rep(1000):gsub("x*", ("%0"):rep(100000))
