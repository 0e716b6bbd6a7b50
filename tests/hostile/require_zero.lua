-- expect: 2: require: 'points' is not a module's name
require "points\0../../secret"
