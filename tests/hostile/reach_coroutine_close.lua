-- expect: 2: attempt to call a nil value
coroutine.close(coroutine.create(print))
