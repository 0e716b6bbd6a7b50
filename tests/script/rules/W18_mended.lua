say "Sit tall."
wait(7200)
breathe { seconds = 1195 }
warm_up { "Lay the warm pack on your neck.", how = "heat", seconds = 600 }
