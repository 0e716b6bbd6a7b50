-- expect: ran for more than
local t = {}
for i = 1, 200000 do t[i] = i end
while true do table.sort(t, rawequal) end
