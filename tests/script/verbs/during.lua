-- What happens inside a step: at seconds from its start, before its end, halfway; texts and functions.
warm_up { "Roll.", seconds = 30, during = {
  [10] = "Ten.",
  [-5] = function() print "five left" end,
  halfway = { "Half.", short = "Half." },
} }
hold { "The spot.", side = "left", reps = 1, rest = 0, seconds = 20,
  during = { [5] = { left = "The left.", right = "The right." }, [-20] = "First." } }
-- A function may take time: what comes after it is late, never lost, and the end stands.
step { title = "Long", seconds = 10, during = {
  [2] = function() wait(6) end,
  [4] = "Late.",
} }
breathe { "Breathe.", seconds = 20, during = { [0] = function() tone "tick" end } }
rest { seconds = 10, during = { [3] = "In the rest." } }
move { "Nod.", reps = 4, each = 5, during = { [12] = "Twelve." } }
stretch { "Lean.", seconds = 10, during = { [2] = "Softer." } }
stroke { "The arm.", seconds = 10, during = { [6] = "Lighter." } }
--> 2.4 +30 warm_up: Roll.
--> 12.4 "Ten."
--> 17.4 "Half."
--> 40.9 +26.9 hold left: The spot.
--> 45.9 ~start
--> 49.9 "First."
--> 59.9 "The left."
--> 65.9 ~end
--> 67.8 +10 step: Long
--> 75.8 "Late."
--> 77.8 +20 breathe: Breathe
--> 77.8 ~tick
--> 97.8 +10 rest: Rest
--> 100.8 "In the rest."
--> 107.8 +20 move: Nod.
--> 119.8 "Twelve."
--> 127.8 +18.34 stretch: Lean.
--> 133.3 ~start
--> 135.3 "Softer."
--> 146.14 +10 stroke: The arm.
--> 152.14 "Lighter."
--> no as it rises.
--> print: five left
