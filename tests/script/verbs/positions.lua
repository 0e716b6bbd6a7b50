-- A session begins at the keyboard, sitting; every change is told, and has its time, which does not count.
routine { title = "Positions", position = "lying" }
say "Here."
hold { "The calf.", seconds = 10, reps = 1, rest = 6, position = "lying" }
stretch { "Lean.", seconds = 10, position = "wall" }
breathe { seconds = 10, position = "standing" }
ask { "Well?", kind = "ready", position = "sitting" }
warm_up { "Roll.", seconds = 10, position = "sitting" }
step { title = "Wall", position = "wall", function() move { "Push.", reps = 2 } end }
rest { seconds = 5, position = "sitting" }
step { title = "Still", seconds = 5, position = "lying" }
stroke { "The arm.", seconds = 5, position = "sitting" }
locate { "The nape.", position = "standing" }
--> 0 +2.4 open: Welcome
--> 2.4 +27.72 position: Lie down on your back.
--> 2.4 ~side
--> 3.3 "Lie down on your back."
--> 13.12 ~inhale
--> 30.12 +1.1 say: Here.
--> 31.22 +7.62 locate: The calf.
--> 38.84 +16.9 hold: The calf.
--> 55.74 +18.32 position: Get up, slowly. Stand with your back to the wall.
--> 74.06 +18.34 stretch: Lean.
--> 92.4 +12.84 position: Step away from the wall.
--> 105.24 +10 breathe: Breathe
--> 115.24 +12.12 position: Sit down.
--> 127.36 +5.6 ask: Well?
--> 132.96 +10 warm_up: Roll.
--> 142.96 +17.26 position: Stand with your back to the wall.
--> 160.22 +6 move: Push.
--> 166.22 +12.12 position: Sit down.
--> 178.34 +5 rest: Rest
--> 183.34 +27.72 position: Lie down on your back.
--> 211.06 +5 step: Still
--> 216.06 +12.36 position: Sit up, slowly.
--> 228.42 +5 stroke: The arm.
--> 233.42 +12.48 position: Stand up, slowly.
--> 245.9 +7.62 locate: The nape.
--> 253.52 +7.86 done: Done
