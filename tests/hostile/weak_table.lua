-- expect: 2: setmetatable: __mode is not available
setmetatable({}, { __mode = "k" })
