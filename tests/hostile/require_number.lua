-- expect: 2: require
require(12)
