-- expect: 3: held
maybe = nil
error(maybe == nil and "held" or "set")
