-- expect: ran for more than
while true do select("#", table.unpack({}, 1, 900000)) end
