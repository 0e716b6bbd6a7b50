-- expect: 2: other.lua:7: not there
error("other.lua:7: not there", 0)
