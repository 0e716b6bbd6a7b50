-- expect: ran for more than
local text = ("x"):rep(15000000)
while true do local _ = text .. "x" end
