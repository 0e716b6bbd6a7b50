-- expect: 2: 'dofile' is not a name that routines know
dofile("/etc/passwd")
