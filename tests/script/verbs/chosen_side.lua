-- One side only: what is done to the other one is left out, with its rests and its change of sides;
-- what has no side stays.
print((hold { "The calf.", side = "right", seconds = 10, reps = 1 }).outcome)
for side in sides() do
  hold { "upper_trap", side = side, seconds = 10, reps = 1 }
  print(stretch { "upper_trap", side = side }.outcome, stroke { "The arm.", side = side, seconds = 5 }.outcome)
end
locate { "levator", side = "left" }
hold { "Both calves.", side = "both", seconds = 10, reps = 1, rest = 0 }
hold { "The nape.", seconds = 10, reps = 1, rest = 0 }
--> run --side left
--> print: left_out
--> print: done done
--> 7.92 +15.34 locate left: Top of the shoulder
--> 23.26 +16.9 hold left: Top of the shoulder
--> 40.16 +15 rest left: Rest
--> no right:
--> no ~side
--> run --side right
--> print: done
--> print: done done
--> no left:
--> no ~side
