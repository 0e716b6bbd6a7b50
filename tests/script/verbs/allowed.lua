-- A point that stands aside is pressed where the routine says why; its own dose is small.
routine { title = "Strap", allow = { scm = "shown by a physiotherapist", W21 = "one side is sore" },
  limits = { pressure = 2 } }
hold { "scm", side = "left", reps = 1 }
--> 7.92 +15.62 locate left: Strap of the neck
--> 15.48 "Never press into the neck."
--> 23.54 +16.9 hold left: Strap of the neck
--> 23.54 "Press slowly as the sound rises, to two out of ten."
--> 28.54 ~start
--> 38.54 ~end
--> 40.44 +15 rest left: Rest
