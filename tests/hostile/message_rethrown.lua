-- expect: 3: first
local _, e = pcall(function()
  error "first"
end)
error(e, 0)
