say "Sit tall."
wait(7200)
breathe { seconds = 1195 }
