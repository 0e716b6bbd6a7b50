-- watchdog: 3
local pattern = ("a*"):rep(20) .. "b"
for _ in ("a"):rep(2000):gmatch(pattern) do end
