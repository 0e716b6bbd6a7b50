-- expect: held
local function f()
  local x <close> = setmetatable({}, { __close = f })
end
pcall(f)
error "held"
