-- expect: 8: held
-- A skip or a limit may be seen while it passes by, and is of no use.
local seen
local co = coroutine.wrap(function()
  local x <close> = setmetatable({}, { __close = function(_, e) seen = e end })
  error { 1 }
end)
pcall(co) error(type(seen) == "table" and "held" or type(seen))
