-- A long rest breathes softly, in step{} and between two presses as well; an author's own wait stays
-- silent. A breath whose time a timer took is left out.
rest(15)
rest(40)
step { title = "Inside", function() rest(40) end }
wait(40)
after(12, function() wait(10) end)
rest(32)
hold { "A spot.", seconds = 10, reps = 2, rest = 24 }
--> 2.4 +15 rest: Rest
--> 17.4 +40 rest: Rest
--> 20.3 ~inhale
--> 24.01 ~exhale
--> 51.835 ~exhale
--> 57.4 +40 rest: Rest
--> 65.4 ~inhale
--> 97.4 +40 say: Wait
--> 137.4 +12 rest: Rest
--> 137.4 ~inhale
--> 149.4 +10 say: Wait
--> 159.4 +10 rest: Rest
--> 163 ~exhale
--> 199.32 +24 rest: Rest
--> 213.32 ~next
--> 213.72 "Again in ten seconds."
--> 240.22 +24 rest: Rest
--> 248.22 ~inhale
--> no 152.3 ~exhale
--> no 158.7 ~inhale
