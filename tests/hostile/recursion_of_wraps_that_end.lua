-- expect: held
-- Each dies with a variable to be closed, and its closing starts the next.
local depth = 0
local function f()
  local x <close> = setmetatable({}, { __close = function()
    depth = depth + 1
    if depth < 5000 then pcall(coroutine.wrap(f)) end
  end })
  error "x"
end
pcall(coroutine.wrap(f))
error "held"
