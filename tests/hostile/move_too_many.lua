-- expect: 2: bad argument
table.move({}, math.mininteger, math.maxinteger, 2)
