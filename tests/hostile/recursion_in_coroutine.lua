-- expect: 4: held
local function f() return coroutine.resume(coroutine.create(f)) end
f()
error "held"
