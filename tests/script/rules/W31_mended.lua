-- What is done after a skip, after any answer, in a function and in time, and by who did it before.
local function greet() say "Hello." end
greet()
stop_words()
local done = hold { "The sore spot.", reps = 1, during = { [4] = function() say "Soft." end } }
if done.outcome == "skipped" or done.seconds < 10 then
  say "We leave that one for today."
end
repeat local held = stretch "Lean." until held.outcome == "done"
local where = ask { "Where?", kind = "choice", choices = { "here", "there" } }
if where == "here" then
  say "Here."
elseif where == "there" then
  say "There."
else
  say "Nowhere."
end
if past().count == 0 then
  say "This is new."
elseif past().days_since < 7 then
  say "Back so soon."
end
if recall "where" then
  say("Last time it was " .. recall "where" .. ".")
end
remember("where", where or "nowhere")
local sore = ask { "How sore?", assume = 4 }
if sore and sore > 8 then
  finish "Leave it alone today."
end
after(5, function() say "A moment is over." end)
wait(10)
