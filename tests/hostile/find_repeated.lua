-- expect: ran for more than
local text = ("a"):rep(20000000)
while true do text:find("b", 1, true) end
