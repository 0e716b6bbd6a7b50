-- expect: 2: error object is a nil
error(nil)
