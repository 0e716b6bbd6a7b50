-- expect: 8: held
local seen = ""
mine = 1
for name in pairs(_G) do
  seen = seen .. name
end
for name in next, _G do seen = seen .. name end
error(seen == "minemine" and "held" or seen)
