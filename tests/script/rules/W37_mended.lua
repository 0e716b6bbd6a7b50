step { title = "Hang", kind = "hold", seconds = 10 }
say "Well done."
rest(300)
wait(900)
