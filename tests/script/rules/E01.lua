-- A mistake on one way only is found; the other way is judged to its end.
stop_words()
if ask { "Shall we?", kind = "yes_no", assume = true } then
  hold { "upper_trap", side = "left", reps = 1 } --> W21 nothing on the right
else
  hold { "uper_trap", side = "left", reps = 1 } --> E01 'uper_trap' is not a point of the atlas; did you mean 'upper_trap'? (when nobody answers)
end
