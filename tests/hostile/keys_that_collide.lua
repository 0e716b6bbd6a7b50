-- expect: ran for more than
-- Whole numbers that fall into the same slot of a table of 2^16.
local t, step = {}, (1 << 16) - 1
for i = 1, 10000000 do t[i * step * 1024] = true end
