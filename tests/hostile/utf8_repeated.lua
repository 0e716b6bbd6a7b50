-- expect: ran for more than
local text = ("é"):rep(4000000)
while true do local _ = utf8.len(text) end
