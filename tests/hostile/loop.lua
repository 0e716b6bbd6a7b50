-- expect: 2: ran for more than
while true do end
