-- Rests in a row are not silent for longer than one may be: no gap of more than 20 s.
for _ = 1, 6 do
  rest(9)
end
rest(300)
wait(30)
rest(9)
rest(301)
--> 2.4 +9 rest: Rest
--> 11.4 +9 rest: Rest
--> 14.4 ~inhale
--> 16.8 ~exhale
--> 29.4 +9 rest: Rest
--> 38.4 ~inhale
--> 56.4 +300 rest: Rest
--> 64.4 ~inhale
--> 350.358604 ~exhale
--> 356.4 +30 say: Wait
--> 386.4 +9 rest: Rest
--> 386.4 ~inhale
--> 395.4 +301 rest: Rest
--> 696.4 +7.86 done: Done
