-- expect: 2: error object is nil
error(nil)
