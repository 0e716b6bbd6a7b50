-- expect: 3: 'shoulder' is not a name that routines know; did you mean 'shoulders'?
shoulders = 2
local x = shoulder
