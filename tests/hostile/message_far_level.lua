-- expect: 2: far
error("far", 99)
