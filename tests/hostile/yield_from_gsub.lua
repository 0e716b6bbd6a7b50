-- expect: 2: attempt to yield across a C-call boundary
local x = ("x"):gsub("x", function() wait(1) end)
