-- expect: 2: the routine needs more than
while true do pcall(string.rep, "x", 1 << 34) end
