-- expect: ran for more than
local function f(...) return select("#", ...) end
local function g(...)
  while true do f(...) end
end
g(table.unpack({}, 1, 250000))
