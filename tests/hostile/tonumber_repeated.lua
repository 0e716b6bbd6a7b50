-- expect: ran for more than
local text = (" "):rep(20000000) .. "x"
while true do local _ = tonumber(text) end
