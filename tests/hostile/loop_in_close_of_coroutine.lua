-- expect: 4: ran for more than
local co = coroutine.wrap(function()
  local x <close> = setmetatable({}, { __close = function()
    while true do end
  end })
  error "x"
end)
co()
