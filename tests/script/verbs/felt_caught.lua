-- A mistake of the author in a hold that feels, which the author catches: what comes after it may wait again.
print((pcall(hold, { "upper_trap", side = "left", seconds = 15, reps = 1, sensor = "pressure", band = { 18, 22 },
  during = { [5] = function() error "mine" end } })))
say { "After it.", wait = true }
rest(10)
--> print: false
--> 23.26 +17.26 hold left: Top of the shoulder
--> 40.52 +1.6 say: After it.
--> 42.12 +10 rest: Rest
