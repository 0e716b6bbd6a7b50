-- watchdog: 4
do
  local x <close> = setmetatable({}, { __close = function()
    local _ = ("a"):rep(2000):match(("a*"):rep(20) .. "b")
  end })
end
