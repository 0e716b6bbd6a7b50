-- expect: 6: ran for more than
local function spin(depth)
  while true do
    pcall(coroutine.wrap(function()
      if depth < 20 then pcall(spin, depth + 1) end
      while true do end
    end))
  end
end
spin(1)
