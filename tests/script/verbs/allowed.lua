-- A point that stands aside is pressed where the routine says why; its own dose is small.
routine { title = "Strap", allow = { scm = "shown by a physiotherapist", W21 = "one side is sore" },
  limits = { pressure = 2 } }
hold { "scm", side = "left", reps = 1 }
--> 2.4 +15.62 locate left: Strap of the neck
--> 9.96 "Never press into the neck."
--> 18.02 +16.9 hold left: Strap of the neck
--> 18.02 "Press slowly as the sound rises, to two out of ten."
--> 23.02 ~start
--> 33.02 ~end
--> 34.92 +15 rest left: Rest
