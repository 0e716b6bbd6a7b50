-- expect: 3: held
table.insert(math, print)
error(math.floor(1.5) == 1 and "held" or "changed")
