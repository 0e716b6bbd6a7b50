-- expect: 6: ran for more than
-- The length of this table is a border near 2^62.
local t = { 1, 2, 3, 4, 5, [9] = 1, [17] = 1 }
for i = 3, 62 do t[1 << i] = true end
assert(#t > 1 << 61)
table.insert(t, 2, "x")
