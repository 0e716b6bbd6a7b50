-- expect: 2: xxxxxxxx
error(("x"):rep(20000000))
