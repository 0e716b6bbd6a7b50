-- expect: 2: cannot go through a table that has a table as a key
local x = next { [{}] = 1 }
