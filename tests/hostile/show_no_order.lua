-- expect: 6: held
local t = { c = 1, a = 2, b = 3, [2.5] = 4, [true] = 5, 10, 20, [-1] = 6, [false] = 7, [9] = 8, d = nil }
local seen, again = {}, {}
for k in pairs(t) do seen[#seen + 1] = tostring(k) end
for k in next, t do again[#again + 1] = tostring(k) end
error(table.concat(seen, " ") == "1 2 9 -1 2.5 a b c false true" and table.concat(again, " ") == table.concat(seen, " ") and "held" or table.concat(seen, " "))
