-- The most that a routine may have: 100 000 steps, here of one tone and one wait each.
for _ = 1, 100000 do
  step { title = "Beat", function()
    tone "tick"
    wait(0.5)
  end }
end
--> 2.4 +0.5 step: Beat
--> 2.4 ~tick
--> 50001.9 +0.5 step: Beat
--> 50001.9 ~tick
--> 50002.4 +7.86 done: Done
