-- expect: 4: held
local main = coroutine.running()
coroutine.wrap(function() assert(not coroutine.resume(main)) end)()
error "held"
