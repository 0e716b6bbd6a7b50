-- expect: 2: 'debug' is not a name that routines know
debug.getregistry()
