-- expect: 2: coroutine.yield works only inside
coroutine.yield("say", "x")
