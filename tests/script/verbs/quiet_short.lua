-- A short rest after a long silence breathes too, as briefly as a breath can be; one of no length does not.
wait(30)
rest(0)
rest(1)
say "Over."
--> 32.4 +1 rest: Rest
--> 32.4 ~inhale
--> 32.9 ~exhale
--> 33.4 "Over."
