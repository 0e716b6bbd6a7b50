-- expect: 2: error object is a boolean
error(false)
