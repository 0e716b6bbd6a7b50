-- sides() says a side only when it changes, and gives five seconds for it; the first side comes with
-- the point's name.
for side in sides() do
  locate { "upper_trap", side = side }
end
for side in sides { "right", "left" } do
  locate { "levator", side = side }
end
local list = {}
for side in sides { "both" } do
  list[#list + 1] = side
end
print(#list, list[1])
--> 2.4 +14.62 locate left: The shoulder roll
--> 2.8 "Left side."
--> 3.68 "The shoulder roll."
--> 5.38 "Reach across with your right hand."
--> 17.02 +5 rest right: Now the right side.
--> 17.02 ~side
--> 17.92 "Now the right side."
--> 22.02 +8.82 locate right: The shoulder roll
--> 22.42 "The shoulder roll, the same place."
--> 30.84 +14.16 locate right: The shoulder blade corner
--> 31.24 "The shoulder blade corner."
--> 33.36 "Reach over with your left hand."
--> 45 +5 rest left: Now the left side.
--> 50 +9.24 locate left: The shoulder blade corner
--> 59.24 +5 rest both: Now both sides.
--> 64.24 +7.86 done: Done
--> no "Right side."
--> print: 1 both
