-- Both doses of one place, and a place in the author's words.
stop_words()
hold { "upper_trap", side = "left", reps = 2 } --> W21 “Top of the shoulder” gets 40 s on the left and 20 s on the right
hold { "upper_trap", side = "right", reps = 1 }
stretch { "Bend your right knee.", side = "right" } --> W21 gets 20 s on the right and nothing on the left
