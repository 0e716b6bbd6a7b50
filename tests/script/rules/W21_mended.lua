-- What is asked for counts, whichever side is assumed; and a tenth is no matter.
stop_words()
local which = ask { "Which side?", kind = "choice", choices = { "left", "right" }, assume = "left" }
hold { "upper_trap", side = which or "left", reps = 1 }
hold { "The left calf.", side = "left", reps = 1, seconds = 20 }
hold { "The right calf.", side = "right", reps = 1, seconds = 22 }
