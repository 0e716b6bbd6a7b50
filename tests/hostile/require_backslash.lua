-- expect: 2: require: 'a\b' is not a module's name
require "a\\b"
