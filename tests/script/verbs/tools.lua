-- Time to get there depends on the tool: 6 s with the hand, 8 with a cane, 14 with a ball or roller.
for _, tool in ipairs { "fingers", "thumb", "knuckle", "cane", "ball", "roller" } do
  locate { "Spot.", tool = tool }
end
locate { "infraspinatus", side = "left" }
--> 2.4 +7.5 locate: Spot.
--> 9.9 +7.5 locate: Spot.
--> 17.4 +7.5 locate: Spot.
--> 24.9 +9.5 locate: Spot.
--> 34.4 +15.5 locate: Spot.
--> 49.9 +15.5 locate: Spot.
--> 65.4 +23.1 locate left: The flat shoulder blade
--> 71.42 "Place the ball on the flat muscle in the middle."
--> 88.5 +7.86 done: Done
