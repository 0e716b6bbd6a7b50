-- expect: 2: error object is a table
error(setmetatable({}, { __name = ("x"):rep(1000000), __tostring = error }))
