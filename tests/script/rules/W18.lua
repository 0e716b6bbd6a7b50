say "Sit tall."
wait(7200)
breathe { seconds = 600 }
breathe { seconds = 602 } --> W18 this takes 20 min 2 s
say "Well done."
