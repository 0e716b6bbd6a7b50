-- expect: 2: require: '/etc/passwd' is not a module's name
require "/etc/passwd"
