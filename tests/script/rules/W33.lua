warm_up { "Roll both of your shoulders back, and again, slowly, in circles that grow.", seconds = 3 } --> W33 the words of this warm_up take 3.48 s, and it has 3 s
rest { seconds = 5, text = "Let your arms hang.", during = { [4] = "And shake them out, both of them." } } --> W33 the words of this rest take 5.5
move { "Nod, small and slow, to the left and to the right.", reps = 2, each = 1 } --> W33 the words of this move take
step { title = "Shake", kind = "shake", seconds = 4, during = { [3] = "Shake both hands, and let go." } } --> W33 the words of this shake take
breathe { seconds = 30, during = { [28] = function() say "Feel how calm it is by now, all around you." end } } --> W33 this breathe take
stretch { "Lean to the left.", seconds = 10, during = { [9] = "Breathe into it, as deep as you can." } } --> W33 runs 0.62 s into the sound that lets go
