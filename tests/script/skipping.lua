-- For skipping.py: steps long enough to be left in the middle.
local long = ("word "):rep(70) .. "."
local function guard(name)
  return setmetatable({}, { __close = function() print("closed " .. name) end })
end

say(long .. " Second sentence.")
tone "tick"
say "Not heard."
wait(500)
locate { "A spot.", tool = "roller" }
local done = hold { "A spot.", reps = 2, seconds = 90, rest = 300 }
print(done.outcome, done.seconds < 180)
step { title = "Talk", function()
  say(long .. " Second sentence.")
  say "Not heard."
  local _ <close> = guard "talk"
  wait(500)
  print "never"
end }
local co = coroutine.wrap(function()
  local _ <close> = guard "coroutine"
  local _ <close> = setmetatable({}, { __close = function() say "As it closes." end })
  pcall(wait, 500)
  print "never"
end)
step { title = "Own", function()
  co()
  print "never"
end }
print(ask { "How sore?", default = 5, timeout = 600 })
breathe { seconds = 600 }
say "Heard."
