-- watchdog: 3
local text = ("a"):rep(26000)
local x = text:match("a-a-a-a-a-a-a-a-a-a-a-a-b")
