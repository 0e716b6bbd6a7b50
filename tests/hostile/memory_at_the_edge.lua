-- expect: ran for more than
-- Nearly all is held by small tables, so that each long string needs a full collection.
local held = {}
for i = 1, 430000 do held[i] = { i } end
local s, n = ("x"):rep(60000), 0
while true do
  n = n + 1
  local _ = s .. n
end
