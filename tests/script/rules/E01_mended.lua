stop_words()
local sore = ask { "How sore?", kind = "number", assume = 4 }
if sore and sore > 8 then
  finish { "Leave it alone today.", outcome = "too sore" }
end
for side in sides() do
  hold { "upper_trap", side = side, reps = 1 }
end
