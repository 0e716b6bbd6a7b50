-- Verbs take their time inside an author's coroutines; the author's own yields stay the author's.
local talk = coroutine.wrap(function()
  say "One."
  coroutine.yield("a")
  wait(2)
  coroutine.yield("b")
  hold { "A spot.", reps = 1, rest = 0, seconds = 10 }
  return "c"
end)
print(talk())
say "Between."
print(talk())
print(talk())
for second in coroutine.wrap(function() for i = 1, 3 do wait(i) coroutine.yield(i) end end) do
  print(second)
end
print(coroutine.resume(coroutine.create(function() error "inside" end)))
print(pcall(wait, -1))
--> 2.4 +4.32 say: One.
--> 3.5 "Between."
--> 12.24 +7.5 locate: A spot.
--> 19.74 +16.9 hold: A spot.
--> 36.64 +6 say: Wait
--> 42.64 +7.86 done: Done
--> print: a
--> print: b
--> print: c
--> print: 1
--> print: 2
--> print: 3
--> print: false coroutines.lua:17: inside
--> print: false coroutines.lua:18: wait: seconds must be 0–86400, got -1
