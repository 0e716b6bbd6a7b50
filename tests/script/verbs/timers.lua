-- every and after: at their time inside a top-level wait or rest, which goes on afterwards; otherwise
-- at the next boundary of steps, runs that were missed as one; cancelled ones never; none in the close.
local runs = 0
local ticking = every(10, function()
  runs = runs + 1
  say "Tick."
end)
after(25, function() say "Once." end)
after(26, function() say "Never." end):cancel()
stop_words()                                                -- to 7.92: the opening took 2.4
wait(27.08)                                                 -- to 35
hold { "A spot.", reps = 1, rest = 0, seconds = 60 }         -- 50, 60 … 110 are missed
print(runs)
rest(12)
step { title = "Inside", function()
  wait(9)                                                    -- nothing breaks a wait of step{}
  breathe { seconds = 2 }
end }
ticking:cancel()
print(runs)
after(1, function() say "Into the close." end)
--> 7.92 +2.08 say: Wait
--> 10 +1.1 say: Tick.
--> 10 "Tick."
--> 11.1 +8.9 say: Wait
--> 20 +1.1 say: Tick.
--> 21.1 +3.9 say: Wait
--> 25 +1.1 say: Once.
--> 26.1 +3.9 say: Wait
--> 30 +1.1 say: Tick.
--> 31.1 +3.9 say: Wait
--> 35 +7.5 locate: A spot.
--> 42.5 +1.1 say: Tick.
--> 43.6 +66.9 hold: A spot.
--> 110.5 +1.1 say: Tick.
--> 111.6 +8.4 rest: Rest
--> 120 +1.1 say: Tick.
--> 121.1 +2.5 rest: Rest
--> 123.6 +9 step: Inside
--> 132.6 +1.5 step: Inside
--> 132.6 ~next
--> 133 "Tick."
--> 134.1 +2 breathe: Breathe
--> 136.1 +7.86 done: Done
--> no Never.
--> no Into the close.
--> print: 5
--> print: 7
