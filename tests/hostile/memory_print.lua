-- expect: the routine needs more than
local s = "x"
while true do
  s = s .. s
  print(s, s, s)
end
