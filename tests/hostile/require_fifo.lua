-- expect: 2: require: 'fifo|' is not a module's name
require "fifo|"
