-- expect: 3: ran for more than
local function f()
  while true do end
end
if rawget(_G, "every") then every(1, f) end
wait(5)
f()
