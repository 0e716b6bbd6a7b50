step { title = "Hang", kind = "hold", seconds = 11 } --> W37 nothing is heard for 1
say "Well done."
rest(301) --> W37 nothing is heard for 5 min 1 s
