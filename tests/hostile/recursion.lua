-- expect: 3: the routine needs more than 64 MiB of memory: does a function call itself without an end?
local function f()
  return 1 + f()
end
f()
