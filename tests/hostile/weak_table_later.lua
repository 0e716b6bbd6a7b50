-- expect: 9: held
local mt = {}
local t = setmetatable({}, mt)
mt.__mode = "kv"
t[1] = {}
local n = 0
for i = 1, 300000 do n = n + #{ i } end
assert(t[1], "collected")
error "held"
