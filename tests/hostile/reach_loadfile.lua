-- expect: 2: 'loadfile' is not a name that routines know
loadfile("/etc/passwd")
