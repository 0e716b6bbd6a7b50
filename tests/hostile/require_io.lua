-- expect: 2: require
require "io"
