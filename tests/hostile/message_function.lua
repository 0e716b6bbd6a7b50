-- expect: 2: error object is a function
error(print)
