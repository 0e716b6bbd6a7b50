-- Time to get there depends on the tool: 6 s with the hand, 8 with a cane, 14 with a ball or roller.
for _, tool in ipairs { "fingers", "thumb", "knuckle", "cane", "ball", "roller" } do
  locate { "Spot.", tool = tool }
end
locate { "infraspinatus", side = "left" }
--> 7.92 +7.5 locate: Spot.
--> 15.42 +7.5 locate: Spot.
--> 22.92 +7.5 locate: Spot.
--> 30.42 +9.5 locate: Spot.
--> 39.92 +15.5 locate: Spot.
--> 55.42 +15.5 locate: Spot.
--> 70.92 +23.1 locate left: The flat shoulder blade
--> 76.94 "Place the ball on the flat muscle in the middle."
--> 94.02 +7.86 done: Done
