-- expect: ran for more than
local function f()
  xpcall(f, f)
  xpcall(f, f)
end
f()
