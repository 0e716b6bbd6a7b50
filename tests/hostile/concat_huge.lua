-- expect: 2: table.concat: entry 1 is a nil
table.concat(setmetatable({}, { __index = function() return "" end }), "", 1, 1 << 62)
