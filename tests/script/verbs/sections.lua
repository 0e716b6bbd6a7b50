-- Steps inside step{} keep their kinds; verbs that have no step of their own share one with the title
-- and kind of the innermost step{}.
step { title = "Outer", kind = "block", function()
  say "One."
  wait(2)
  step { title = "Inner", function()
    say "Two."
    rest(3)
    say "Three."
  end }
  say "Four."
end }
say "Five."
step { title = "Pause", kind = "pause", seconds = 7, side = "left" }
--> 2.4 +3.1 block: Outer
--> 2.4 "One."
--> 5.5 +1.1 step: Inner
--> 5.5 "Two."
--> 6.6 +3 rest: Rest
--> 9.6 +1.1 step: Inner
--> 9.6 "Three."
--> 10.7 +1.1 block: Outer
--> 10.7 "Four."
--> 11.8 +1.1 say: Five.
--> 12.9 +7 pause left: Pause
--> 19.9 +7.86 done: Done
