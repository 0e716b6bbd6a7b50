-- `<close>` variables run at the end of a block, after an error, and when finish{} ends the session
-- from anywhere, through the author's own pcall; nothing after finish{} runs.
local function guard(name)
  return setmetatable({}, { __close = function() print("closed " .. name) end })
end
do
  local _ <close> = guard "block"
  say "In."
end
print(pcall(function()
  local _ <close> = guard "error"
  error("no", 0)
end))
step { title = "Last", function()
  local _ <close> = guard "step"
  pcall(function()
    local _ <close> = guard "inner"
    finish { "Over.", outcome = "early" }
  end)
  print "never"
end }
print "never"
--> 2.4 "In."
--> 3.5 +8.96 done: Done
--> 3.5 "Over."
--> 4.6 ~done
--> 8.1 "That's it."
--> 12.46 end
--> print: closed block
--> print: closed error
--> print: false no
--> print: closed inner
--> print: closed step
