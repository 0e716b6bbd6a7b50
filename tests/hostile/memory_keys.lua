-- expect: the routine needs more than
local held = {}
for i = 1, 3 do held[i] = ("x"):rep(15000000) .. i end
local t, n = {}, 0
while true do
  n = n + 1
  t["key" .. n] = true
end
