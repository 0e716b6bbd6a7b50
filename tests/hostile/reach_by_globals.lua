-- expect: 2: 'io' is not a name that routines know
local x = _G.io
