say "Release slowly." --> W35 “release slowly” is not understood by ear
say { "Press the Infraspinatus, and the lbs.", short = "" } --> W35 “lbs” is not understood
say "Do NOT press hard." --> W35 capitals are not heard: “NOT” is said like any word
say "Go up to 4/10." --> W35 the slash between two numbers
for _ = 1, 2 do
  say "Do 3 reps." --> W35 “reps”
end
