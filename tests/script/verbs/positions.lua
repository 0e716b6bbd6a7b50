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
--> 36.74 +7.62 locate: The calf.
--> 44.36 +16.9 hold: The calf.
--> 61.26 +18.32 position: Get up, slowly. Stand with your back to the wall.
--> 79.58 +18.34 stretch: Lean.
--> 97.92 +12.84 position: Step away from the wall.
--> 110.76 +10 breathe: Breathe
--> 120.76 +12.12 position: Sit down.
--> 132.88 +5.6 ask: Well?
--> 138.48 +10 warm_up: Roll.
--> 148.48 +17.26 position: Stand with your back to the wall.
--> 165.74 +6 move: Push.
--> 171.74 +12.12 position: Sit down.
--> 183.86 +5 rest: Rest
--> 188.86 +27.72 position: Lie down on your back.
--> 216.58 +5 step: Still
--> 221.58 +12.36 position: Sit up, slowly.
--> 233.94 +5 stroke: The arm.
--> 238.94 +12.48 position: Stand up, slowly.
--> 251.42 +7.62 locate: The nape.
--> 259.04 +7.86 done: Done
