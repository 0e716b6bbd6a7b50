-- expect: 2: require: '' is not a module's name
require ""
