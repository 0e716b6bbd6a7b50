-- expect: the routine needs more than
local t = {}
while true do
  local co = coroutine.create(coroutine.yield)
  coroutine.resume(co)
  t[#t + 1] = co
end
