-- expect: 6: held
local t = { 1, 2, 3, a = 4, b = 5 }
local n = 0
for k in pairs(t) do t[k] = nil n = n + 1 end
for k in next, { 1, x = 2 } do n = n + 1 end
error(n == 7 and next(t) == nil and "held" or tostring(n))
