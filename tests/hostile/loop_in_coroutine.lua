-- expect: 3: ran for more than
while true do
  coroutine.resume(coroutine.create(function() while true do end end))
end
