-- expect: 2: require: 'a.' is not a module's name
require "a."
