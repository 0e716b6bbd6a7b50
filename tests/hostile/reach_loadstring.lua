-- expect: 2: 'loadstring' is not a name that routines know
loadstring("return 1")()
