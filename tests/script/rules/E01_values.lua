-- What was played before the mistake is judged.
rest(301) --> W37 nothing is heard for 5 min 1 s
hold { "levator", side = "left", seconds = 900 } --> E01 hold: seconds must be 5–90, got 900
stretch { "levator", side = "left" }
