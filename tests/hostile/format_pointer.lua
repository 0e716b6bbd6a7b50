-- expect: 2: string.format: %p
local x = ("%p"):format({})
