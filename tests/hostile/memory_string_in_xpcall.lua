-- expect: 4: the routine needs more than
local s = "x"
while true do
  xpcall(function() s = s .. s end, function() while true do s = s .. s end end)
end
