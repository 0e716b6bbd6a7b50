-- Ten thousand waits add up to the frame: 4800 frames each, 6857 for a seventh of a second.
step { title = "Tenths", function() for _ = 1, 10000 do wait(0.1) end end }
step { title = "Sevenths", function() for _ = 1, 10000 do wait(1 / 7) end end }
step { title = "Nothing", function() for _ = 1, 1000 do wait(0) end end }
--> 2.4 +1000 step: Tenths
--> 1002.4 +1428.541667 step: Sevenths
--> 2430.941667 +0 step: Nothing
--> 2430.941667 +7.86 done: Done
