-- expect: the routine needs more than
local s = "x"
pcall(function()
  local x <close> = setmetatable({}, { __close = function()
    while true do s = s .. s end
  end })
  error "x"
end)
error "went on"
