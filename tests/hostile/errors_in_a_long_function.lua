-- expect: ran for more than
-- Naming the culprit of an error goes through the whole function.
local t = {}
t.a = t
local function f()
  return t.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.b.c
end
while true do pcall(f) end
