-- expect: 2: error object is a table
assert(false, {})
