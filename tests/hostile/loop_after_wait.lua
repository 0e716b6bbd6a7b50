-- expect: 5: ran for more than
for _ = 1, 3 do
  wait(1)
end
while true do end
