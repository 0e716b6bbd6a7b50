-- expect: 2: string.format: %p
local x = ("%%%d%-20p"):format(1, print)
