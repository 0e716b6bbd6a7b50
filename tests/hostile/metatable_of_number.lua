-- expect: 2: bad argument
setmetatable(1, { __index = string })
