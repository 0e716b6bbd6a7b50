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
--> 2.4 +15.34 locate left: Top of the shoulder
--> 2.8 "Left side."
--> 3.68 "Top of the shoulder."
--> 5.44 "Reach over with your right hand."
--> 17.74 +5 rest right: Now the right side.
--> 17.74 ~side
--> 18.64 "Now the right side."
--> 22.74 +8.88 locate right: Top of the shoulder
--> 23.14 "Top of the shoulder, the same place."
--> 31.62 +14.28 locate right: The inner shoulder blade
--> 32.02 "The inner shoulder blade."
--> 34.08 "Reach over with your left hand."
--> 45.9 +5 rest left: Now the left side.
--> 50.9 +9.18 locate left: The inner shoulder blade
--> 60.08 +5 rest both: Now both sides.
--> 65.08 +1.1 say: Here.
--> no "Right side."
--> print: 1 both
