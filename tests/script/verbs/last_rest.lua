-- The last rest of a hold is the time in which the next point is looked for, or the side changed; what
-- else follows comes after it. A side at which nothing is done is not told.
for side in sides() do
  hold { "The calf.", side = side, seconds = 10, reps = 1, rest = 14 }
  hold { "The heel.", side = side, seconds = 10, reps = 1, rest = 12 }
end
hold { "A.", seconds = 10, reps = 1, rest = 40 }
hold { "A.", seconds = 10, reps = 1, rest = 10 }
for side in sides { "left", "right" } do
  print(side)
end
say "Well."
hold { "A.", seconds = 10, reps = 1, rest = 9 }
--> 10.9 +16.9 hold left: The calf.
--> 27.8 +14 locate left: The heel.
--> 41.8 +16.9 hold left: The heel.
--> 58.7 +12 rest right: Now the right side.
--> 58.7 ~side
--> 70.7 +7.62 locate right: The calf.
--> 78.32 +16.9 hold right: The calf.
--> 95.22 +14 locate right: The heel.
--> 109.22 +16.9 hold right: The heel.
--> 126.12 +12 locate: A.
--> 138.12 +16.9 hold: A.
--> 155.02 +25 rest: Rest
--> 163.02 ~inhale
--> 180.02 +15 locate: A.
--> 195.02 +16.9 hold: A.
--> 211.92 +10 rest: Rest
--> 221.92 +1.1 say: Well.
--> 223.02 +7.5 locate: A.
--> 230.52 +16.9 hold: A.
--> 247.42 +9 rest: Rest
--> 256.42 +7.86 done: Done
--> print: left
--> print: right
