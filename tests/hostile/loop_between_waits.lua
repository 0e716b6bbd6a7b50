-- expect: 6: ran for more than
-- Each turn is short, and the last is not.
for i = 1, 50 do
  wait(1)
  if i == 50 then
    while true do end
  end
end
