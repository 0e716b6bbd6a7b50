-- expect: ran for more than
local text = ("x"):rep(10000000)
while true do local _ = ("%q"):format(text) end
