-- The same seed makes the same choices; pick never gives the same twice running.
local last
local said = {}
for _ = 1, 200 do
  local one = pick { "A", "B", "C" }
  assert(one ~= last, "the same twice running")
  last = one
  said[one] = (said[one] or 0) + 1
end
assert(said.A > 20 and said.B > 20 and said.C > 20, "one form is hardly ever chosen")
print(pick { "only" }, pick { "only" })
print(math.random(1000000) == math.random(1000000))
say(tostring(math.random(1000000)))
--> 2.4 "142754"
--> print: only only
--> print: false
--> run --seed 2
--> no "142754"
