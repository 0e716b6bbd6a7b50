-- expect: 2: 'tostrin' is not a name that routines know; did you mean 'tostring'?
local x = tostrin(1)
