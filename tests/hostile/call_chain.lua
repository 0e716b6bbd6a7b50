-- expect: 5: setmetatable: __call must be a function
local t = {}
local mt = {}
for _ = 1, 100000 do
  t = setmetatable({}, { __call = t })
end
t()
