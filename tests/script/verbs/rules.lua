-- The two rules are said before the first press: by the program where the routine does not, and once.
warm_up { "Shrug.", seconds = 5 }
stroke { "The forearm.", seconds = 5 }
hold { "A spot.", reps = 1, rest = 0, seconds = 5 }
--> 2.4 +5 warm_up: Shrug.
--> 7.4 +5.52 say: Two rules
--> 7.4 "Two rules."
--> 12.92 +5 stroke: The forearm.
--> 17.92 +7.5 locate: A spot.
