-- expect: 2: pattern too complex
local x = ("x"):rep(300000):match(("x?"):rep(300000))
