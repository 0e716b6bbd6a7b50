-- expect: 2: ran for more than
while true do pcall(table.move, {}, 1, 1 << 62, 2, {}) end
