-- watchdog
local a = ("\0"):rep(15000000)
local b = a .. "x"
while true do local _ = a < b end
