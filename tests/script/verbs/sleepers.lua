-- Who lies on the tool is got off it, and must answer; the hand ends its pressure by itself.
hold { "The calf.", tool = "ball", seconds = 10, reps = 2, rest = 12 }
hold { "The thigh.", tool = "roller", seconds = 60, reps = 1, rest = 0 }
hold { "infraspinatus", side = "left", tool = "cane", seconds = 75, reps = 1, rest = 0 }
--> 34.22 "Let go."
--> 34.92 +4 ask: Off the ball.
--> 34.92 "Off the ball."
--> 38.92 +12 rest: Rest
--> 67.82 +4 ask: Off the ball.
--> 71.82 +15.68 locate: The thigh.
--> 154.4 +4.12 ask: Off the roller.
--> 256.82 "Let go."
--> 257.52 +7.86 done: Done
