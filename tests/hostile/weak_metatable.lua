-- expect: 3: setmetatable: __mode is not available
local mt = {}
setmetatable(mt, { __mode = "v" })
