-- Five minutes for the top of your shoulders. Copy this file and make it yours.
routine { title = "Hello, shoulders", area = "neck", tools = { "fingers" }, position = "sitting" }

stop_words()
say "Sit tall. Let your shoulders drop."
warm_up { "Roll both shoulders, slowly, backwards.", seconds = 60 }
for side in sides() do
  hold { "upper_trap", side = side, reps = 1 }
  stretch { "upper_trap", side = side }
end
breathe { seconds = 30 }
hydrate()
