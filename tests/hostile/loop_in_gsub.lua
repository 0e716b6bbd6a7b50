-- expect: 2: ran for more than
local x = ("x"):gsub(".", function() while true do end end)
