-- A point may be left out: its finding, presses, rests and stretch.
local done = hold { "upper_trap", side = "left", seconds = 10, reps = 1 }
print(done.outcome, done.seconds)
print(stretch { "upper_trap", side = "left" }.outcome)
locate { "upper_trap", side = "left" }
hold { "levator", side = "left", seconds = 10, reps = 1, rest = 0 }
--> run --skip upper_trap
--> print: left_out 0
--> print: left_out
--> 7.92 +15.22 locate left: The inner shoulder blade
--> 23.14 +16.9 hold left: The inner shoulder blade
--> 40.04 +7.86 done: Done
--> no op of the shoulder
--> run --skip levator
--> print: done 10.0
--> print: done
--> 7.92 +15.34 locate left: Top of the shoulder
--> no blade corner
