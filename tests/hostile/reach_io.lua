-- expect: 2: 'io' is not a name that routines know
io.open("/etc/passwd")
