say "Round we go." --> E02 too many sentences wait to be said
while true do
  say { "And round.", wait = false }
end
