-- expect: 2: '_ENV' is not a name that routines know
local x = _G._G._G._ENV
