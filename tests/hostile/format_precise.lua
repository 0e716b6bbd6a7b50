-- expect: 2: invalid conversion
local x = ("%.99999f"):format(1)
