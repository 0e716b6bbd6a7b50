-- expect: the routine needs more than
local n = 0
while true do
  n = n + 1
  _G["name" .. n] = n
end
