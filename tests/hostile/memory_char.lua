-- expect: the routine needs more than
local held = ("x"):rep(30000000)
local t = {}
while true do t[#t + 1] = string.char(table.unpack(table.pack((" "):rep(100000):byte(1, -1)))) .. #t end
