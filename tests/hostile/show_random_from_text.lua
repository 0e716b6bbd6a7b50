-- expect: 2: math.randomseed takes one whole number
math.randomseed(1, 2)
