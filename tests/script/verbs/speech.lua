-- Sentences one after another; 0.4 s between, 0.8 s after the last; or without waiting for them.
say "One. Two! Three? (Four.) Dr. Five, e.g. six."
say { "Seven.", wait = false }
tone "start"
wait(3)
say { left = "Left form.", right = "The {side} form, not the {other}.", side = "right" }
--> 2.4 +9.38 say: One. Two! Three? (Four.) Dr. Five, e.g. six.
--> 2.4 "One."
--> 3.1 "Two!"
--> 3.8 "Three?"
--> 4.5 "(Four.)"
--> 5.2 "Dr. Five, e.g. six."
--> 6.66 "Seven."
--> 6.66 ~start
--> 9.66 "The right form, not the left."
--> 11.78 +7.86 done: Done
