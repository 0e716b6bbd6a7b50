-- "say" in a remark and say "in a text" are no verbs, nor is { say = 1 }, nor that of a table.
local own = { say = function() return "nothing" end }
if ask { "Shall we?", kind = "yes_no" } == "yes" then
  say "Off we go." --> W31 no way through the routine comes here, nor to what follows: 2 lines

  hydrate()
end
local function never()
  return own.say "hold {}" .. own:say "rest()", [[say "so"]]
end
local function unused()
  local answer =
    ask { "Well?" } --> W31 no way through the routine comes here
  return answer
end
finish "That was it."
if never and unused then say "After it." end --> W31 no way
