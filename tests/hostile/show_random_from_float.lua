-- expect: 2: bad argument
math.randomseed(0.5)
