-- expect: 6: held
local t, sum = {}, 0
for i = 1, 5000 do t[i] = i end
table.sort(t, function() return math.random(2) == 1 end)
for i = 1, 5000 do sum = sum + t[i] end
error(sum == 5000 * 5001 // 2 and "held" or "lost entries")
