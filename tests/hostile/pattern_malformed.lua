-- expect: 2: malformed pattern
local x = ("x"):find("[%")
