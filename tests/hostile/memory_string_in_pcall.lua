-- expect: 4: the routine needs more than
local s = "x"
while true do
  pcall(function() s = s .. s end)
end
