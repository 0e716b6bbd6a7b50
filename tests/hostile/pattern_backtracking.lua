-- watchdog: 2
local x = ("a"):rep(60):find((".-"):rep(12) .. "b")
