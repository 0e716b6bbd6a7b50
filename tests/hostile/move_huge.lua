-- expect: 2: ran for more than
table.move({}, 1, 1 << 62, 2)
