-- expect: 2: require
require "vocabulary"
