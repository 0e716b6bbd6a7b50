-- expect: 13: held
local function deep(n)
  if n == 0 then
    wait(1)
    return "deep"
  end
  return coroutine.wrap(deep)(n - 1)
end
local co = coroutine.create(function() return pcall(deep, 20) end)
local resumed, ok, what = coroutine.resume(co)
assert(resumed and ok and what == "deep")
assert(coroutine.status(co) == "dead")
error "held"
