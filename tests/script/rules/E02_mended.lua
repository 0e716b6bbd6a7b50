for _ = 1, 23 do
  say "Stand up for a moment."
  wait(3600)
end
