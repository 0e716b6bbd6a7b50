-- A point that stands aside is pressed where the routine says why; its own dose is small.
routine { title = "Strap", allow = { scm = "shown by a physiotherapist", W21 = "one side is sore" },
  limits = { pressure = 2 } }
hold { "scm", side = "left", reps = 1 }
--> 2.4 +14.84 locate left: The neck strap
--> 9.48 "Never press inward."
--> 17.24 +16.9 hold left: The neck strap
--> 17.24 "Press slowly as the sound rises, to two of ten."
--> 22.24 ~start
--> 32.24 ~end
--> 34.14 +15 rest left: Rest
