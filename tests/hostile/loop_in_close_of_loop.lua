-- expect: ran for more than
while true do
  pcall(function()
    local x <close> = setmetatable({}, { __close = function() while true do end end })
    local y <close> = setmetatable({}, { __close = function() while true do end end })
    while true do end
  end)
end
