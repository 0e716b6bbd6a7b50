warm_up { "Roll both of your shoulders back, and again, slowly, in circles that grow.", seconds = 4 }
rest { seconds = 6, text = "Let your arms hang.", during = { [4] = "And shake them out." } }
move { "Nod, small and slow, to the left and to the right.", reps = 2, each = 2 }
step { title = "Shake", kind = "shake", seconds = 6, during = { [3] = "Shake both hands, and let go." } }
step { title = "Talk", seconds = 1, function() say "This one has as long as it takes." end }
breathe { seconds = 30, during = { [20] = function() say "Feel how calm it is by now." end } }
stretch { "Lean to the left.", seconds = 10, during = { [5] = "Breathe into it, as deep as you can." } }
