-- expect: 2: require: 'http://example.org/x' is not a module's name
require "http://example.org/x"
