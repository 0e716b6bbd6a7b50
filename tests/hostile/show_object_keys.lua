-- expect: 2: cannot go through a table that has a function as a key
for _ in pairs { [print] = 1 } do end
