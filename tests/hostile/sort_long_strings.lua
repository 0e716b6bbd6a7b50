-- expect: ran for more than
local t, s = {}, ("x"):rep(2000000)
for i = 1, 12 do t[i] = s .. i end
while true do table.sort(t, function(a, b) return a > b end) end
