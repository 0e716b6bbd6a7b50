-- expect: 2: bad argument
require {}
