-- What verbs give back.
local done = hold { "A spot.", seconds = 10, reps = 2, rest = 0 }
print(done.outcome, done.seconds, done.in_band)
local stretched = stretch { "Lean.", seconds = 10, reps = 2 }
print(stretched.outcome, stretched.seconds)
print(stroke { "The arm.", seconds = 5 }.outcome)
print(warm_up { "Roll.", seconds = 5 }, move { "Nod.", reps = 4, each = 1.5 }, breathe { cycles = 2 })
print(step { title = "A", function() end }, step { title = "B", seconds = 1 })
--> print: done 20.0 20.0
--> print: done 20.0
--> print: done
--> print: 5 6.0 20
--> print: true true
--> 7.92 +7.5 locate: A spot.
