-- In a hold: the second of two texts for one out-breath, and words out of a function in the last seconds.
stop_words()
for side in sides() do
  hold { "The sore spot.", side = side, reps = 1, seconds = 20, during = {
    [6] = "Soften your jaw, and your face, and your hands.",
    [7] = "And all the rest.", --> W32 “And all the rest.” is not said: it would be over
    [18] = function() say "Nearly." end, --> W32 “Nearly.” is not said
  } }
end
