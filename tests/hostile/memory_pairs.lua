-- expect: the routine needs more than
local t = {}
for i = 1, 700000 do t[i + 0.5] = true end
local held = ("x"):rep(10000000)
for _ in pairs(t) do end
