-- expect: 3: ran for more than
while true do
  coroutine.wrap(function() end)()
end
