-- expect: 5: held
local t = {}
for i = 1, 5000 do t[i] = i % 7 end
table.sort(t, function() return true end)
error(#t == 5000 and "held" or "lost entries")
