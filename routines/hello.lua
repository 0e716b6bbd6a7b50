-- Five minutes for the top of your shoulders. Copy this file and make it yours.
routine { title = "Hello, shoulders", area = "neck", tools = { "fingers" }, position = "sitting" }

stop_words()
say { "Sit up straight. Relax your shoulders.", short = "" }
warm_up { "Roll your shoulders back slowly.", short = "Rolling shoulders.", seconds = 60 }
for side in sides() do
  hold { "upper_trap", side = side, reps = 1 }
  stretch { "upper_trap", side = side }
end
breathe { seconds = 30 }
hydrate()
