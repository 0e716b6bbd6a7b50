-- expect: 2: 'os' is not a name that routines know
local x = _ENV.os
