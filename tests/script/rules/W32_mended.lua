stop_words()
for side in sides() do
  hold { "The sore spot.", side = side, reps = 1, seconds = 20, during = {
    [4] = "Soften your jaw.",
    [12] = function() say "Nearly." end,
  } }
end
