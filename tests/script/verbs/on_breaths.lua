-- What an author says in a hold comes with the next out-breath and is over before the last 3 s; also out
-- of a function, which does not wait for it. What finds no out-breath there is not said.
hold { "The arm.", seconds = 20, reps = 1, rest = 0, during = {
  [2] = "Well.",
  [5] = function() say "Now." say "And." print "on" end,
  [15] = function() say "Never." end,
  [9] = { "Half of it. It gets easier.", short = "Half." },
} }
--> 9.96 +26.9 hold: The arm.
--> 14.96 ~start
--> 18.96 "Well."
--> 24.96 ~halfway
--> 28.96 "Now."
--> 30.06 "And."
--> 31.16 "Half of it."
--> 34.96 ~end
--> no It gets easier.
--> no Never.
--> print: on
