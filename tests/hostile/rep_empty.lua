-- expect: 2: held
error(string.rep("", 1 << 62) == "" and "held" or "not empty")
