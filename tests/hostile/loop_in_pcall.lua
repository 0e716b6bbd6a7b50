-- expect: 2: ran for more than
while true do pcall(function() while true do end end) end
