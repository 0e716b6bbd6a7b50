-- expect: 2: invalid conversion
local x = ("%99999d"):format(1)
