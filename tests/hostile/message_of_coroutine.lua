-- expect: 3: inside
local co = coroutine.create(function()
  error "inside"
end)
local _, e = coroutine.resume(co)
error(e, 0)
