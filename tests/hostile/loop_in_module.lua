-- expect: 2: require
require "loop_in_module_that_is_not_there"
