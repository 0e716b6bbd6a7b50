say "Release slowly." --> W35 “release slowly” is heard as “really slowly”
say { "Press the Infraspinatus, and the lbs.", short = "" } --> W35 “lbs” is heard as “male vs”
say "Do NOT press hard." --> W35 capitals are not heard: “NOT” is said like any word
say "Go up to 4/10." --> W35 the slash between two numbers
for _ = 1, 2 do
  say "Find your sternum." --> W35 “sternum” is heard as “mr known”
end
say "Stretch the TFL." --> W35 “tfl” is not understood by ear
