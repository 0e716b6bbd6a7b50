-- expect: 2: <name> expected near '='
local = 1
