-- expect: ran for more than
local function f()
  pcall(f)
  pcall(f)
end
f()
