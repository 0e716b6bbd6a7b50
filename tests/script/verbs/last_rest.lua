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
--> 16.42 +16.9 hold left: The calf.
--> 33.32 +14 locate left: The heel.
--> 47.32 +16.9 hold left: The heel.
--> 64.22 +12 rest right: Now the right side.
--> 64.22 ~side
--> 76.22 +7.62 locate right: The calf.
--> 83.84 +16.9 hold right: The calf.
--> 100.74 +14 locate right: The heel.
--> 114.74 +16.9 hold right: The heel.
--> 131.64 +12 locate: A.
--> 143.64 +16.9 hold: A.
--> 160.54 +25 rest: Rest
--> 168.54 ~inhale
--> 185.54 +15 locate: A.
--> 200.54 +16.9 hold: A.
--> 217.44 +10 rest: Rest
--> 227.44 +1.1 say: Well.
--> 228.54 +7.5 locate: A.
--> 236.04 +16.9 hold: A.
--> 252.94 +9 rest: Rest
--> 261.94 +7.86 done: Done
--> print: left
--> print: right
