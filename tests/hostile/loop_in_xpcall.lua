-- expect: 3: ran for more than
local function loop()
  while true do end
end
while true do xpcall(loop, loop) end
