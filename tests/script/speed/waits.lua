-- Waits with little said: see speed.py.
stop_words()
local result = hold { "The calf.", seconds = 30, reps = 1, rest = 0, ramp = 10 }
print(result.outcome, result.seconds)
step { title = "Within", function()
  tone "ack"
  wait(3)
  tone "nak"
end }
after(60, function() print("timer", 60) end)
tone "attention"
wait(120)
