-- expect: 2: 12
error(12)
