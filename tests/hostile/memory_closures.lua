-- expect: the routine needs more than
local f
while true do
  local g = f
  f = function() return g end
end
