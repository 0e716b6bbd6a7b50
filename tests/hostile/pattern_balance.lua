-- watchdog: 3
local text = ("("):rep(1 << 20)
local x = text:find("%b()")
