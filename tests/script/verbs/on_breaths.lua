-- What an author says in a hold comes with the next out-breath and is over before the last 3 s; also out
-- of a function, which does not wait for it. What finds no out-breath there is not said.
hold { "The arm.", seconds = 20, reps = 1, rest = 0, during = {
  [2] = "Well.",
  [5] = function() say "Now." say "And." print "on" end,
  [15] = function() say "Never." end,
  [9] = { "Half of it. It gets easier.", short = "Half." },
} }
--> 15.48 +26.9 hold: The arm.
--> 20.48 ~start
--> 24.48 "Well."
--> 30.48 ~halfway
--> 34.48 "Now."
--> 35.58 "And."
--> 36.68 "Half of it."
--> 40.48 ~end
--> no It gets easier.
--> no Never.
--> print: on
