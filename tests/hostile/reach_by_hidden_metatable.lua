-- expect: 7: held
local mt = { __index = { x = 1 } }
local t = setmetatable({}, mt)
for key in pairs(mt) do assert(key == "__index", "a hidden key") end
assert(next(mt) == "__index" and next(mt, "__index") == nil)
assert(getmetatable(t) == mt)
error "held"
