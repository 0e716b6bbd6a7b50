-- expect: 2: 'collectgarbage' is not a name that routines know
collectgarbage("count")
