-- expect: 2: 'os' is not a name that routines know
os.execute("touch hostile_was_here")
