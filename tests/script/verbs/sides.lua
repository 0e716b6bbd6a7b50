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
  say "Here."
end
print(#list, list[1])
--> 7.92 +15.34 locate left: Top of the shoulder
--> 8.32 "Left side."
--> 9.2 "Top of the shoulder."
--> 10.96 "Reach over with your right hand."
--> 23.26 +5 rest right: Now the right side.
--> 23.26 ~side
--> 24.16 "Now the right side."
--> 28.26 +8.88 locate right: Top of the shoulder
--> 28.66 "Top of the shoulder, the same place."
--> 37.14 +14.28 locate right: The inner shoulder blade
--> 37.54 "The inner shoulder blade."
--> 39.6 "Reach over with your left hand."
--> 51.42 +5 rest left: Now the left side.
--> 56.42 +9.18 locate left: The inner shoulder blade
--> 65.6 +5 rest both: Now both sides.
--> 70.6 +1.1 say: Here.
--> no "Right side."
--> print: 1 both
