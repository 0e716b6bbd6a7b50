-- expect: 4: ran for more than
local function loop()
  local n = 0
  while true do n = n + 1 end
end
do
  local x <close> = setmetatable({}, { __close = loop })
end
