-- expect: 2: string.rep: the result would be too long
local x = string.rep("xy", math.maxinteger, "z")
