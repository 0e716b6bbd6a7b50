-- expect: the routine needs more than
local t, n = {}, 0
while true do
  n = n + 1
  t["key" .. n] = true
end
