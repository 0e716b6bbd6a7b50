-- expect: 5: held
local t = setmetatable({}, { __metatable = "mine" })
assert(getmetatable(t) == "mine")
assert(not pcall(setmetatable, t, {}))
error "held"
