-- expect: 2: ran for more than
local function f() return f() end
f()
