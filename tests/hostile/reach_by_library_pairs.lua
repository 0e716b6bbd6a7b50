-- expect: 6: held
for name, f in pairs(string) do
  assert(type(name) == "string" and type(f) == "function")
end
local step, t = pairs(string)
error(t == string and rawlen(t) == 0 and "held" or "the library itself")
