-- expect: the routine needs more than
local function f()
  local s = "x"
  while true do s = s .. s end
end
for _ = 1, 100 do
  local ok, e = pcall(f)
  if not ok then pcall(f) end
end
