-- expect: 2: too many results to unpack
table.unpack({}, 1, 1 << 62)
