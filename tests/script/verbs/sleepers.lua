-- Who lies on the tool is got off it, and must answer; the hand ends its pressure by itself.
hold { "The calf.", tool = "ball", seconds = 10, reps = 2, rest = 12 }
hold { "The thigh.", tool = "roller", seconds = 60, reps = 1, rest = 0 }
hold { "infraspinatus", side = "left", tool = "cane", seconds = 75, reps = 1, rest = 0 }
--> 39.74 "Let go."
--> 40.44 +4 ask: Off the ball.
--> 40.44 "Off the ball."
--> 44.44 +12 rest: Rest
--> 73.34 +4 ask: Off the ball.
--> 77.34 +15.68 locate: The thigh.
--> 159.92 +4.12 ask: Off the roller.
--> 262.34 "Let go."
--> 263.04 +7.86 done: Done
