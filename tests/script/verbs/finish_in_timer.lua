-- finish{} ends the session out of a timer, in the middle of a wait.
after(5, function() finish "Time is up." end)
wait(60)
say "Never."
--> 2.4 +2.6 say: Wait
--> 5 "Time is up."
--> no Never.
