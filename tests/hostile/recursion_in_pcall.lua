-- expect: 6: held
local function f()
  return pcall(f)
end
f()
error "held"
