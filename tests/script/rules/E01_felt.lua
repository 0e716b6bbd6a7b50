-- A mistake where a press ends in another way than it should.
stop_words()
local done = hold { "The palm.", reps = 1, sensor = "pressure", band = { 8, 12 } }
if done.outcome == "cap" then
  sya "That was too much." --> E01 'sya' is not a name that routines know; did you mean 'say'?
end
