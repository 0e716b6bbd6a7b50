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
--> 46.42 +26.9 hold left: The spot.
--> 51.42 ~start
--> 55.42 "First."
--> 65.42 "The left."
--> 71.42 ~end
--> 73.32 +10 step: Long
--> 81.32 "Late."
--> 83.32 +20 breathe: Breathe
--> 83.32 ~tick
--> 103.32 +10 rest: Rest
--> 106.32 "In the rest."
--> 113.32 +20 move: Nod.
--> 125.32 "Twelve."
--> 133.32 +18.34 stretch: Lean.
--> 138.82 ~start
--> 140.82 "Softer."
--> 151.66 +10 stroke: The arm.
--> 157.66 "Lighter."
--> no as it rises.
--> print: five left
