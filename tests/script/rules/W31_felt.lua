-- Whatever becomes of a press that a sensor feels has its way.
stop_words()
local done = hold { "The palm of the left hand.", reps = 2, sensor = "pressure", band = { 8, 12 }, on_lost = "skip" }
if done.outcome == "cap" then
  say "That was too much."
elseif done.outcome == "too_high" then
  say "We leave it alone."
elseif done.outcome == "eased" then
  say "It has let go."
elseif done.outcome == "no_change" then
  say "Another day."
elseif done.outcome == "sensor_lost" then
  say "Without the sensor."
elseif done.outcome == "nothing" then
  say "Never." --> W31 no way
end
local newtons, why = calibrate "The palm of the right hand."
if not newtons and why == "no such device" then
  say "Another time."
elseif not newtons then
  say "Another day."
end
