-- watchdog: 2
while true do pcall(string.find, ("a"):rep(2000), ("a*"):rep(20) .. "b") end
