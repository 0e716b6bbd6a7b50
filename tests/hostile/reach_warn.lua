-- expect: 2: 'warn' is not a name that routines know
warn("@on")
