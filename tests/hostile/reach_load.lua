-- expect: 2: 'load' is not a name that routines know
load("return 1")()
