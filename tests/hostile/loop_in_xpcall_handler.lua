-- expect: 3: ran for more than
local function loop()
  while true do end
end
xpcall(error, loop)
