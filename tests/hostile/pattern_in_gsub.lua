-- watchdog: 2
local x = ("a"):rep(2000):gsub(("a*"):rep(20) .. "b", "")
