-- expect: ran for more than
local text = ("é"):rep(4000000)
while true do pcall(utf8.offset, text, 4000000) end
