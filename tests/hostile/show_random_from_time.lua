-- expect: 2: bad argument
math.randomseed()
