-- finish{} out of a timer that comes after the routine's last line, in the rest that is still owed.
after(40, function() finish "Time is up." end)
hold { "A spot.", reps = 1, seconds = 5, rest = 30 }
--> 27.32 +30 rest: Rest
--> 57.32 "Time is up."
--> 58.6 ~done
