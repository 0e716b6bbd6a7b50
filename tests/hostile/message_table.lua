-- expect: 2: error object is a table
error { code = 1 }
