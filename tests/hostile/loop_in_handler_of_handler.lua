-- expect: 3: ran for more than
local function bad(e)
  while true do xpcall(error, function() while true do end end, e) end
end
while true do xpcall(bad, bad, "x") end
