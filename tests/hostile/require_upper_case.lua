-- expect: 2: require: 'Points' is not a module's name
require "Points"
