-- expect: 2: ran for more than
for _ in function() return 1 end do end
