-- expect: 2: bad argument
setmetatable(nil, {})
