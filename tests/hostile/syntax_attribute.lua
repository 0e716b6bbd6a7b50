-- expect: 2: unknown attribute 'weak'
local x <weak> = 1
