-- expect: 4: the routine needs more than
local s = "x"
while true do
  coroutine.resume(coroutine.create(function() s = s .. s end))
end
