-- expect: 2: require: '../secret' is not a module's name
require "../secret"
