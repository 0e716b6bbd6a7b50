-- expect: 4: the routine needs more than
local t = { "x" }
while true do
  t[1] = table.concat({ t[1], t[1], t[1] })
end
