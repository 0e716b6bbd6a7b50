-- watchdog: 3
local co = coroutine.wrap(function()
  return ("a"):rep(2000):match(("a*"):rep(20) .. "b")
end)
co()
