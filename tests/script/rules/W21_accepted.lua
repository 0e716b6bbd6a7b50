routine { title = "One side", allow = { W21 = "only the left one hurts" } }
stop_words()
hold { "upper_trap", side = "left" } --> accepted W21 only the left one hurts
